import type { CheckOptions, Decision, FeatureKey, FlagKey } from "@tollgate/js";
import { type Condition, createPaywall, type GateAnswer, type Has } from "@tollgate/js/headless";
import { type ReactNode, useMemo } from "react";
import { useClientStore, useStore } from "../context.js";
import { useCondition, useEntitlement } from "../gates.js";
import { useLocale } from "../locale.js";
import { reasonText } from "../texts.js";

/** What is shown: as it is, or made from the decision. */
export type Shown = ReactNode | ((decision: Decision) => ReactNode);

interface Outcome {
  /** What is shown when it is allowed. */
  children?: Shown;
  /** What is shown when it is denied. */
  fallback?: Shown;
  /** What is shown while there is no token yet. */
  loading?: ReactNode;
}

const shown = (content: Shown, decision: Decision) =>
  typeof content === "function" ? content(decision) : content;

function outcome(answer: GateAnswer, { children, fallback, loading = null }: Outcome) {
  if (answer.isLoading) return loading;
  return shown(answer.allowed ? children : fallback, answer);
}

export interface ProtectProps extends Outcome {
  feature: FeatureKey;
  /** Units of a meter; 1 by default. */
  requested?: number;
  /** A flag that must be on as well. */
  flag?: FlagKey;
}

/** Shows its children to who may use the feature; to everybody else the fallback, or nothing. */
export function Protect({ feature, requested, flag, ...rest }: ProtectProps) {
  return <>{outcome(useEntitlement(feature, { requested, flag }), rest)}</>;
}

export interface PaywallProps extends Outcome {
  /** The feature's key. */
  entitlement: FeatureKey;
  /** Units of a meter; 1 by default. */
  requested?: number;
  /** A flag that must be on as well. */
  flag?: FlagKey;
  /** Where plans are shown: what the button of the default fallback leads to. */
  upgradeHref?: string;
}

/** What a paywall says. */
export interface PaywallState extends GateAnswer {
  /** What the feature is called. */
  name: string;
  /** What is closed, and why or what to do. */
  title: string;
  text: string;
  /** Whether a larger plan would open it. */
  canBuy: boolean;
}

/** All that a paywall shows, without rendering. */
export function usePaywall(
  entitlement: FeatureKey,
  { requested, flag }: CheckOptions = {},
): PaywallState {
  const { texts, locale } = useLocale();
  const client = useClientStore();
  const store = useMemo(
    () => createPaywall(client, entitlement, { requested, flag }),
    [client, entitlement, requested, flag],
  );
  const { isUsedUp, isUnreachable, ...answer } = useStore(store);
  const { name, canBuy, reason, resetsAt } = answer;
  const title = isUsedUp ? texts.paywallLimit : canBuy ? texts.paywallTitle : texts.paywallClosed;
  const text = reasonText(texts, reason, isUnreachable);
  return {
    ...answer,
    title: title(name),
    text: isUsedUp && resetsAt ? `${text} ${texts.resets(resetsAt, locale)}.` : text,
  };
}

function Wall({ wall, upgradeHref }: { wall: PaywallState; upgradeHref: string | undefined }) {
  const { texts } = useLocale();
  return (
    <div className="tollgate tollgate-paywall" data-reason={wall.reason}>
      <p className="tollgate-paywall-title">{wall.title}</p>
      <p className="tollgate-muted">{wall.text}</p>
      {wall.canBuy && upgradeHref && (
        <a className="tollgate-button is-primary" href={upgradeHref}>
          {texts.paywallUpgrade}
        </a>
      )}
    </div>
  );
}

/**
 * Shows its children to who may use the feature; to everybody else the fallback, or by default the reason and a way to
 * plans.
 */
export function Paywall({ entitlement, requested, flag, upgradeHref, ...rest }: PaywallProps) {
  const wall = usePaywall(entitlement, { requested, flag });
  const { fallback = <Wall wall={wall} upgradeHref={upgradeHref} /> } = rest;
  return <>{outcome(wall, { ...rest, fallback })}</>;
}

export interface ShowProps {
  /** A feature, a flag, a plan, or a function that is given `has`. */
  when: Condition | ((has: Has) => boolean);
  children?: ReactNode;
  fallback?: ReactNode;
  loading?: ReactNode;
}

/** Shows its children when a condition holds, else the fallback. */
export function Show({ when, children, fallback = null, loading = null }: ShowProps) {
  const holds = useCondition(when);
  return <>{holds === null ? loading : holds ? children : fallback}</>;
}
