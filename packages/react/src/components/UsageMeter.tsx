import type { MeterKey } from "@tollgate/js";
import { useId } from "react";
import { useLocale } from "../locale.js";
import { type UsageMeterOptions, useUsageMeter } from "./useUsageMeter.js";

export interface UsageMeterProps extends UsageMeterOptions {
  /** The meter's key. */
  feature: MeterKey;
  className?: string;
}

/** Draws a meter: used, limit, warning and reset, in colour and in words. */
export function UsageMeter({ feature, className, ...options }: UsageMeterProps) {
  const { texts, locale } = useLocale();
  const meter = useUsageMeter(feature, options);
  const id = useId();
  const { name, level, share, figure, words, resetsAt, isLoading, stale } = meter;
  const limit = typeof meter.limit === "number" ? meter.limit : 0;
  return (
    <div
      className={`tollgate tollgate-meter is-${level}${className ? ` ${className}` : ""}`}
      data-feature={feature}
      aria-busy={isLoading}
    >
      <div className="tollgate-meter-row">
        <span className="tollgate-meter-name" id={id}>
          {name}
        </span>
        <span className="tollgate-meter-figure">{isLoading ? texts.meterLoading : figure}</span>
      </div>
      {share !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a `meter` element cannot be styled alike everywhere
        <div
          className="tollgate-meter-track"
          role="meter"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={Math.min(meter.used ?? 0, limit)}
          aria-valuetext={`${figure}, ${words}`}
        >
          <span className="tollgate-meter-fill" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {(share !== null || stale) && (
        <div className="tollgate-meter-row tollgate-meter-words">
          <span className="tollgate-meter-state">{words}</span>
          <span>
            {stale ? texts.stale : share !== null && resetsAt && texts.resets(resetsAt, locale)}
          </span>
        </div>
      )}
    </div>
  );
}
