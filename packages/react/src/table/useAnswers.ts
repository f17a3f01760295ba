/** What selections cost and what choosing them would be, kept up with what is chosen. */

import { type Quote, QuoteError, type QuoteSelection, type Scenario } from "@tollgate/js";
import { useEffect, useState } from "react";
import { useStore, useView } from "../context.js";
import { type HydrationClient, isHydrating } from "../hydration.js";
import type { Store } from "../store.js";

/** What one selection costs and would be. */
export interface Answer {
  quote: Quote | null;
  scenario: Scenario;
}

/** What a server's snapshot holds; null unless it holds all of it. */
function knownAnswers(client: HydrationClient, selections: readonly QuoteSelection[]) {
  const each = selections.flatMap((selection): Answer[] => {
    const known = client.knownQuote(selection);
    const scenario = client.knownScenario(selection.plan, selection.price);
    return known && scenario ? [{ quote: known.quote, scenario }] : [];
  });
  return each.length === selections.length && each.length > 0 ? each : null;
}

/** Quotes selections and says what each would be. What was answered last stays until the next is there. */
export function useAnswers(selections: readonly QuoteSelection[]) {
  const store = useStore();
  const { client, snapshot } = useView();
  const [answers, setAnswers] = useState<{ of: Store; each: Answer[] | null } | undefined>(() => {
    const each = isHydrating(client) ? knownAnswers(client, selections) : null;
    return each ? { of: store, each } : undefined;
  });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([attempt, selections]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the selections; prices change with the snapshot
  useEffect(() => {
    if (!client || selections.length === 0) return;
    let gone = false;
    const answer = async (selection: QuoteSelection): Promise<Answer> => ({
      quote: await client.quote(selection).catch((thrown: unknown) => {
        // One that cannot be bought as it is chosen leaves the others alone.
        if (thrown instanceof QuoteError) return null;
        throw thrown;
      }),
      scenario: await client.scenario(selection.plan, selection.price),
    });
    Promise.all(selections.map(answer)).then(
      (each) => !gone && setAnswers({ of: store, each }),
      () => !gone && setAnswers({ of: store, each: null }),
    );
    return () => {
      gone = true;
    };
  }, [store, client, snapshot, key]);

  const own = answers?.of === store ? answers.each : undefined;
  return {
    answers: own ?? undefined,
    failed: own === null,
    again: () => setAttempt((count) => count + 1),
  };
}
