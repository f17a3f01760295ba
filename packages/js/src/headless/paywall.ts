/** A gate that says what would open it. */

import type { CheckOptions, FeatureKey } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { type GateAnswer, gateOf, isUnreachable } from "./gates.js";
import { derive, type Store } from "./store.js";

export interface PaywallState extends GateAnswer {
  /** The feature's name in the catalogue; its key until that is known. */
  name: string;
  /** Whether a limit has closed it. */
  isUsedUp: boolean;
  /** Whether a larger plan would open it. */
  canBuy: boolean;
  /** Whether the edge was never reached, which is then why there is no token. */
  isUnreachable: boolean;
}

/** A paywall in front of a feature. */
export function createPaywall(
  client: ClientStore,
  feature: FeatureKey,
  options?: CheckOptions,
): Store<PaywallState> {
  return derive([client, client.pricing], (state, { data }) => {
    const answer = gateOf(state, feature, options);
    const { reason } = answer;
    const isUsedUp = reason === "limitReached";
    return {
      ...answer,
      name: data?.features.find(({ key }) => key === answer.feature)?.name ?? answer.feature,
      isUsedUp,
      canBuy: isUsedUp || ["notEntitled", "switchedOff", "expired"].includes(reason),
      isUnreachable: isUnreachable(state, reason),
    };
  });
}
