import type { MeterKey } from "@tollgate/js";
import { useId } from "react";
import { count } from "../format.js";
import { type GateAnswer, useEntitlement } from "../gates.js";
import { usePlans } from "../hooks.js";
import { useTongue } from "../tongue.js";

export interface UsageMeterProps {
  /** The meter's key. */
  feature: MeterKey;
  /** What it is called; its name in the catalogue by default. */
  name?: string;
  /** The percentage of the limit from which it warns; 80 by default. */
  warnAt?: number;
  className?: string;
}

/** How full a meter is. */
export type Fullness = "calm" | "warned" | "full";

/** How full a meter is, from its figures. */
export function fullnessOf(
  { limit, used }: Pick<GateAnswer, "limit" | "used">,
  warnAt: number,
): Fullness {
  if (typeof limit !== "number" || used === null) return "calm";
  if (used >= limit) return "full";
  return used * 100 >= limit * warnAt ? "warned" : "calm";
}

function useWords(answer: GateAnswer, fullness: Fullness, number: (units: number) => string) {
  const { texts } = useTongue();
  const { limit, used, enforcement } = answer;
  if (typeof limit !== "number" || used === null) return null;
  const left = number(Math.max(0, limit - used));
  if (fullness === "warned") return texts.warned(left);
  if (fullness === "calm") return texts.remaining(left);
  if (enforcement === "soft" && used > limit) {
    return answer.allowed ? texts.overLimit(number(used - limit)) : texts.overCap;
  }
  return texts.atLimit;
}

/** Draws a meter: used, limit, warning and reset, in colour and in words. */
export function UsageMeter({ feature, name, warnAt = 80, className }: UsageMeterProps) {
  const { texts, tongue } = useTongue();
  const answer = useEntitlement(feature);
  const { features } = usePlans();
  const id = useId();
  const { limit, used, resetsAt } = answer;
  const fullness = fullnessOf(answer, warnAt);
  const found = features.find(({ key }) => key === feature);
  const number = (units: number) =>
    found ? texts.amount(units, found, tongue) : count(units, tongue.locale);
  const words = useWords(answer, fullness, number);
  const plain = (units: number) => count(units, tongue.locale);
  const figure =
    used === null || limit === null
      ? null
      : limit === "unlimited"
        ? texts.usedWithoutLimit(number(used))
        : texts.used(plain(used), number(limit));
  const share =
    typeof limit === "number" && used !== null ? Math.min(1, limit > 0 ? used / limit : 1) : 0;
  return (
    <div
      className={`tollgate tollgate-meter is-${fullness}${className ? ` ${className}` : ""}`}
      data-feature={feature}
      aria-busy={answer.isLoading}
    >
      <span className="tollgate-meter-name" id={id}>
        {name ?? found?.name ?? feature}
      </span>
      <span className="tollgate-meter-figure">
        {answer.isLoading ? "" : (figure ?? texts.reasons[answer.reason])}
      </span>
      {typeof limit === "number" && used !== null && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a `meter` element cannot be styled alike everywhere */}
          <div
            className="tollgate-meter-track"
            role="meter"
            aria-labelledby={id}
            aria-valuemin={0}
            aria-valuemax={limit}
            aria-valuenow={Math.min(used, limit)}
            aria-valuetext={[figure, words].filter(Boolean).join(", ")}
          >
            <span className="tollgate-meter-fill" style={{ width: `${share * 100}%` }} />
          </div>
          <span className="tollgate-meter-words tollgate-meter-state">{words}</span>
          <span className="tollgate-meter-words">{resetsAt && texts.resets(resetsAt, tongue)}</span>
        </>
      )}
    </div>
  );
}
