import { useId } from "react";
import type { Figures } from "../table/figures.js";
import { ownLines } from "../table/line.js";
import type { AddonView, PlanView, PricingTableState } from "../table/view.js";
import { useTongue } from "../tongue.js";
import { Breakdown } from "./Breakdown.js";
import { LineItem } from "./LineText.js";
import { PriceTag } from "./PriceTag.js";
import { Stepper } from "./Stepper.js";

/** What the price needs to be understood: a trial, a discount that ends, what is charged besides. */
function Notes({ view, figures }: { view: PlanView; figures: Figures }) {
  const { texts, tongue, money } = useTongue();
  const { currency, price, change, once, usage } = figures;
  const { period, quote } = view;
  const yearly = period?.interval === "year" && period.count === 1 && price > 0;
  const first =
    change && period
      ? change.periods === 1
        ? texts.discountOnce(period)
        : texts.discountPeriods(change.periods, period, tongue)
      : null;
  return (
    <div className="tollgate-notes">
      {quote?.trial && view.scenario === "trial" && (
        <p>
          {quote.trial.card
            ? texts.trialCard(quote.trial.days, tongue)
            : texts.trial(quote.trial.days, tongue)}
        </p>
      )}
      {first && change && (
        <p className="is-gain tollgate-arrives">
          {texts.thenFull(money(change.next, currency), first)}
        </p>
      )}
      {yearly && !change && <p>{texts.monthly(money(Math.round(price / 12), currency))}</p>}
      {once > 0 && <p>{texts.onceToday(money(once, currency))}</p>}
      {usage > 0 && <p>{texts.usageEstimate(money(usage, currency))}</p>}
    </div>
  );
}

function Action({ view }: { view: PlanView }) {
  const { texts, tongue } = useTongue();
  const { plan, scenario, tooMany, isChoosing } = view;
  const { cta, contact } = plan.display;
  if (scenario === "contactSales") {
    const label = cta ?? texts.choose.contactSales(plan.name);
    return contact ? (
      <a className="tollgate-button" href={contact}>
        {label}
      </a>
    ) : (
      <button type="button" className="tollgate-button" onClick={() => void view.choose()}>
        {label}
      </button>
    );
  }
  const isSettled = scenario === "scheduled" || (scenario === "active" && !view.isChanged);
  const isFirst = scenario === "new" || scenario === "trial";
  const label = isChoosing
    ? texts.choosing
    : scenario === "active" && view.isChanged
      ? texts.update(plan.name)
      : (isFirst && cta) || texts.choose[scenario](plan.name);
  const isOff = isSettled || isChoosing || tooMany !== null;
  return (
    <>
      <button
        type="button"
        className={`tollgate-button${isSettled || scenario === "downgrade" ? "" : " is-primary"}`}
        aria-disabled={isOff}
        onClick={() => !isOff && void view.choose()}
      >
        {label}
      </button>
      {tooMany && (
        <p className="tollgate-error">
          {texts.tooMany(texts.units(tooMany.cap, tooMany.feature, tongue))}
        </p>
      )}
    </>
  );
}

function Addon({ view }: { view: AddonView }) {
  const { texts, tongue, money } = useTongue();
  const { addon, price, unitAmount, quantity, most } = view;
  const id = useId();
  const period = price && { interval: price.interval, count: price.intervalCount };
  return (
    <li className="tollgate-addon">
      <label htmlFor={id}>
        {addon.name}
        {period && unitAmount !== null && (
          <span className="tollgate-addon-price">
            {texts.addonPrice(money(unitAmount, view.currency), texts.perPeriod(period, tongue))}
          </span>
        )}
      </label>
      {most === 1 ? (
        <span className="tollgate-check">
          <input
            id={id}
            type="checkbox"
            checked={quantity > 0}
            onChange={({ target }) => view.set(target.checked ? 1 : 0)}
          />
        </span>
      ) : (
        <Stepper
          id={id}
          small
          name={addon.name}
          value={quantity}
          least={0}
          most={most}
          onChange={view.set}
        />
      )}
    </li>
  );
}

interface Props {
  view: PlanView;
  table: PricingTableState;
  showAddons: boolean;
}

/** One plan: each part is a row that all plans share. */
export function PlanColumn({ view, table, showAddons }: Props) {
  const { texts } = useTongue();
  const id = useId();
  const { plan, figures, parent, price } = view;
  const lines = ownLines(view.lines, parent !== null);
  const heading =
    parent === null
      ? texts.includes
      : lines.length === 0
        ? texts.same(parent.name)
        : texts.everythingIn(parent.name);
  const addons = showAddons ? view.addons : [];
  return (
    <article
      className={`tollgate-plan${plan.display.highlight ? " is-highlighted" : ""}`}
      aria-labelledby={id}
      data-plan={plan.key}
      data-scenario={view.scenario}
    >
      <p className="tollgate-badge">{view.isCurrent ? texts.currentPlan : plan.display.badge}</p>
      <h2 className="tollgate-name" id={id}>
        {plan.name}
      </h2>
      <p className="tollgate-description">{plan.description}</p>
      {figures?.free ? (
        <p className="tollgate-price">
          <span className="tollgate-price-amount">{texts.free}</span>
        </p>
      ) : figures && price !== null ? (
        <PriceTag
          amount={figures.price}
          before={figures.before}
          currency={figures.currency}
          period={view.period}
        />
      ) : (
        <p className="tollgate-price">
          {view.scenario === "contactSales" && (
            <span className="tollgate-price-amount is-words">{texts.onRequest}</span>
          )}
        </p>
      )}
      {figures ? <Notes view={view} figures={figures} /> : <div className="tollgate-notes" />}
      <div className="tollgate-action">
        <Action view={view} />
      </div>
      <div>
        <h3 className="tollgate-lines-title">{heading}</h3>
        <ul className="tollgate-lines">
          {plan.display.features?.map((text) => (
            <li key={text} className="tollgate-line">
              <span />
              <span>{text}</span>
            </li>
          ))}
          {!plan.display.features?.length &&
            lines.map((line) => (
              <LineItem
                key={line.feature.key}
                line={line}
                view={view}
                fallback={table.fallbackCurrency}
              />
            ))}
        </ul>
      </div>
      <div>
        {addons.length > 0 && (
          <div className="tollgate-addons">
            <h3>{texts.addons}</h3>
            <ul>
              {addons.map((each) => (
                <Addon key={each.addon.key} view={each} />
              ))}
            </ul>
          </div>
        )}
      </div>
      <div>
        <Breakdown view={view} features={table.features} />
      </div>
    </article>
  );
}
