import type { CSSProperties } from "react";
import { LocaleContext, type LocaleOptions, useLocale, useLocalization } from "../locale.js";
import { type PricingTableOptions, usePricingTable } from "../table/usePricingTable.js";
import type { PricingTableState } from "../table/view.js";
import { Comparison } from "./Comparison.js";
import { CurrencySwitch, PeriodSwitch, QuantityInput } from "./Controls.js";
import { PlanColumn } from "./PlanColumn.js";
import { VoucherField } from "./VoucherField.js";

/** What a pricing table shows, beside what its headless twin is told. */
export interface PricingTableProps extends PricingTableOptions, LocaleOptions {
  /** Whether add-ons can be chosen; true by default. */
  showAddons?: boolean;
  /** Whether there is a field for a voucher code; true by default. */
  allowVoucherCode?: boolean;
  /** Whether the features of the plans are compared below them; true by default. */
  showComparison?: boolean;
  className?: string;
  style?: CSSProperties;
}

function Loading({ count }: { count: number }) {
  const { texts } = useLocale();
  return (
    <div role="status">
      <span className="tollgate-hidden">{texts.loading}</span>
      <div className="tollgate-plans" aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same and never move
          <div key={index} className="tollgate-plan">
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
            <span className="tollgate-skeleton" />
          </div>
        ))}
      </div>
    </div>
  );
}

function Ready({ table, props }: { table: PricingTableState; props: PricingTableProps }) {
  const { texts } = useLocale();
  const { showAddons = true, allowVoucherCode = true, showComparison = true } = props;
  const hasControls = table.quantityInputs.length > 0 || allowVoucherCode;
  return (
    <>
      {(table.periods.length > 1 || table.currencies.length > 1) && (
        <div className="tollgate-switches">
          <PeriodSwitch {...table} />
          <CurrencySwitch {...table} />
        </div>
      )}
      {hasControls && (
        <div className="tollgate-controls">
          {table.quantityInputs.map((input) => (
            <QuantityInput key={input.meter} input={input} />
          ))}
          {allowVoucherCode && <VoucherField {...table} />}
        </div>
      )}
      <ul className="tollgate-plans" aria-label={texts.plans}>
        {table.plans.map((view) => (
          <PlanColumn key={view.plan.key} view={view} table={table} showAddons={showAddons} />
        ))}
      </ul>
      <p className="tollgate-status" role="status">
        {table.chosen && texts.chosen(table.chosen)}
      </p>
      {showComparison && table.plans.length > 1 && <Comparison {...table} />}
    </>
  );
}

/**
 * The plans of the environment, priced in the browser for everything that is chosen.
 *
 * Without `onPlanSelected` a choice goes to checkout.
 */
export function PricingTable(props: PricingTableProps) {
  const table = usePricingTable(props);
  const localization = useLocalization(props);
  const { texts } = localization;
  const { status, retry } = table;
  return (
    <LocaleContext.Provider value={localization}>
      <div
        className={`tollgate tollgate-pricing${props.className ? ` ${props.className}` : ""}`}
        style={props.style}
        aria-busy={status === "loading"}
      >
        {status === "loading" && <Loading count={props.plans?.length ?? 3} />}
        {status === "empty" && <p className="tollgate-state">{texts.empty}</p>}
        {status === "failed" && (
          <div className="tollgate-state" role="alert">
            <p>{texts.failed}</p>
            <button type="button" className="tollgate-button" onClick={retry}>
              {texts.retry}
            </button>
          </div>
        )}
        {status === "ready" && <Ready table={table} props={props} />}
      </div>
    </LocaleContext.Provider>
  );
}
