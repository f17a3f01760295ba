import type { Decision, FeatureKey, FlagKey } from "@tollgate/js";
import type { ReactNode } from "react";
import {
  type Condition,
  type GateAnswer,
  type Has,
  useCondition,
  useEntitlement,
} from "../gates.js";
import { usePlans } from "../hooks.js";
import { useTongue } from "../tongue.js";

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

const options = (requested: number | undefined, flag: FlagKey | undefined) => ({
  ...(requested === undefined ? {} : { requested }),
  ...(flag === undefined ? {} : { flag }),
});

/** Shows its children to who may use the feature; to everybody else the fallback, or nothing. */
export function Protect({ feature, requested, flag, ...rest }: ProtectProps) {
  return <>{outcome(useEntitlement(feature, options(requested, flag)), rest)}</>;
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

function Wall({ answer, upgradeHref }: { answer: GateAnswer; upgradeHref: string | undefined }) {
  const { texts, tongue } = useTongue();
  const { features } = usePlans();
  const name = features.find(({ key }) => key === answer.feature)?.name ?? answer.feature;
  const isUsedUp = answer.reason === "limitReached";
  const canBuy = isUsedUp || ["notEntitled", "switchedOff", "expired"].includes(answer.reason);
  return (
    <section className="tollgate tollgate-paywall" data-reason={answer.reason}>
      <p className="tollgate-paywall-title">
        {isUsedUp
          ? texts.paywallLimit(name)
          : canBuy
            ? texts.paywallTitle(name)
            : texts.paywallClosed(name)}
      </p>
      <p className="tollgate-muted">
        {texts.reasons[answer.reason]}
        {isUsedUp && answer.resetsAt && ` ${texts.resets(answer.resetsAt, tongue)}.`}
      </p>
      {canBuy && upgradeHref && (
        <a className="tollgate-button is-primary" href={upgradeHref}>
          {texts.paywallUpgrade}
        </a>
      )}
    </section>
  );
}

/** Shows its children to who may use the feature; to everybody else the fallback, or by default the reason and a way to plans. */
export function Paywall({ entitlement, requested, flag, upgradeHref, ...rest }: PaywallProps) {
  const answer = useEntitlement(entitlement, options(requested, flag));
  const fallback =
    rest.fallback === undefined ? (
      <Wall answer={answer} upgradeHref={upgradeHref} />
    ) : (
      rest.fallback
    );
  return <>{outcome(answer, { ...rest, fallback })}</>;
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
