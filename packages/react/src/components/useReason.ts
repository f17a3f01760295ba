import type { Reason } from "@tollgate/js";
import { useSnapshot } from "../gates.js";
import { useLocale } from "../locale.js";

/** What a reason says to the customer. Where the edge was never reached, that is why there is no token. */
export function useReason(reason: Reason): string {
  const { texts } = useLocale();
  const { snapshot } = useSnapshot();
  return reason === "tokenMissing" && snapshot?.error ? texts.unreachable : texts.reasons[reason];
}
