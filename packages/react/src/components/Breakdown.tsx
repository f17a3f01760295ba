import type { Quote, Line as QuoteLine } from "@tollgate/js";
import { count, rate } from "../format.js";
import { type Localization, useLocale } from "../locale.js";
import type { PlanView, PricingTableState } from "../table/view.js";

function nameOf(line: QuoteLine, view: PlanView, features: PricingTableState["features"]): string {
  const meter = features.find((feature) => feature.key === line.meter);
  if (line.source === "plan") return meter?.name ?? view.plan.name;
  const addon = view.addons.find((each) => each.addon.key === line.key);
  return addon?.addon.name ?? line.key;
}

/** The sum in signs: `4 × $12`, or tier by tier. */
function sumOf(line: QuoteLine, quote: Quote, { locale }: Localization): string | null {
  const unit = (amount: string | number) => rate(amount, quote.currency, locale.tag);
  const times = (units: number, amount: string) => `${count(units, locale.tag)} × ${unit(amount)}`;
  if (line.tiers.length > 0) {
    const tiers = line.tiers.filter((tier) => tier.units > 0 || tier.flatAmount !== 0);
    return (
      tiers
        .map(
          (tier) =>
            times(tier.units, tier.unitAmount) +
            (tier.flatAmount ? ` + ${unit(tier.flatAmount)}` : ""),
        )
        .join(" + ") || null
    );
  }
  if (line.unitAmount === null) return null;
  const units = line.packages?.count ?? line.units;
  return units === 1 && line.meter === null ? null : times(units, line.unitAmount);
}

/** How a plan's price adds up, line by line, as the invoice will. */
export function Breakdown({
  view,
  features,
}: {
  view: PlanView;
  features: PricingTableState["features"];
}) {
  const localization = useLocale();
  const { texts, locale, money } = localization;
  const { quote } = view;
  if (!quote || quote.lines.length === 0) return null;
  const lines = [...quote.lines, ...quote.arrears].filter((line) => line.amount !== 0);
  const period = { interval: quote.interval, count: quote.intervalCount };
  const [first] = quote.schedule;
  return (
    <details className="tollgate-breakdown">
      <summary>{texts.breakdown}</summary>
      <table>
        <thead className="tollgate-hidden">
          <tr>
            <th scope="col">{texts.lineItem}</th>
            <th scope="col">{texts.lineAmount}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => {
            const sum = sumOf(line, quote, localization);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the quote
              <tr key={index}>
                <th scope="row">
                  {nameOf(line, view, features)}
                  {sum && <small>{sum}</small>}
                </th>
                <td>{money(line.amount, quote.currency)}</td>
              </tr>
            );
          })}
          {quote.discounts.map((discount) => (
            <tr key={discount.code}>
              <th scope="row">{discount.code}</th>
              <td>{money(-discount.amount - discount.arrears, quote.currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {first && (
            <tr>
              <th scope="row">{texts.everyPeriod(period, locale)}</th>
              <td>{money(first.total, quote.currency)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{texts.dueNow}</th>
            <td>{money(quote.dueNow, quote.currency)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="tollgate-muted">{texts.tax}</p>
    </details>
  );
}
