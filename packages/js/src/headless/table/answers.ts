/** What selections cost and what choosing them would be. */

import {
  type Quote,
  QuoteError,
  type QuoteSelection,
  type Scenario,
  type TollgateClient,
} from "@tollgate/js";
import { isHydrating } from "../hydration.js";

/** What one selection costs and would be. */
export interface Answer {
  quote: Quote | null;
  scenario: Scenario;
}

/** What a server's snapshot holds; null unless it holds all of it. */
export function knownAnswers(
  client: TollgateClient | null,
  selections: readonly QuoteSelection[],
): Answer[] | null {
  if (!isHydrating(client)) return null;
  const each = selections.flatMap((selection): Answer[] => {
    const known = client.knownQuote(selection);
    const scenario = client.knownScenario(selection.plan, selection.price);
    return known && scenario ? [{ quote: known.quote, scenario }] : [];
  });
  return each.length === selections.length && each.length > 0 ? each : null;
}

/** Quotes selections and says what each would be. One that cannot be bought as it is chosen leaves the others alone. */
export function answersOf(
  client: TollgateClient,
  selections: readonly QuoteSelection[],
): Promise<Answer[]> {
  const answer = async (selection: QuoteSelection): Promise<Answer> => ({
    quote: await client.quote(selection).catch((thrown: unknown) => {
      if (thrown instanceof QuoteError) return null;
      throw thrown;
    }),
    scenario: await client.scenario(selection.plan, selection.price),
  });
  return Promise.all(selections.map(answer));
}
