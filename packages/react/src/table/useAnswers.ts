/** What selections cost and what choosing them would be, kept up with what is chosen. */

import {
  type Quote,
  QuoteError,
  type QuoteSelection,
  type Scenario,
  type TollgateClient,
} from "@tollgate/js";
import { useEffect, useState } from "react";

/** What one selection costs and would be. */
export interface Answer {
  quote: Quote | null;
  scenario: Scenario;
}

/** Quotes selections and says what each would be. What was answered last stays until the next is there. */
export function useAnswers(
  client: TollgateClient | null,
  snapshot: unknown,
  selections: readonly QuoteSelection[],
) {
  const [answers, setAnswers] = useState<{ of: TollgateClient; each: Answer[] | null }>();
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
      (each) => !gone && setAnswers({ of: client, each }),
      () => !gone && setAnswers({ of: client, each: null }),
    );
    return () => {
      gone = true;
    };
  }, [client, snapshot, key]);

  const own = answers?.of === client ? answers?.each : undefined;
  return {
    answers: own ?? undefined,
    failed: own === null,
    again: () => setAttempt((count) => count + 1),
  };
}
