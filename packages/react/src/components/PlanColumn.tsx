import {
  type AddonView,
  ownLines,
  type PlanView,
  type PricingTableState,
} from "@tollgate/js/headless";
import { useId } from "react";
import { useLocale } from "../locale.js";
import { Breakdown } from "./Breakdown.js";
import { Icon } from "./Icon.js";
import { LineItem } from "./LineText.js";
import { PriceTag } from "./PriceTag.js";
import { Stepper } from "./Stepper.js";
import { worksOn } from "./VoucherField.js";

/** What the price needs to be understood: a trial, a discount that ends, what is charged besides, what does not go. */
function Notes({ view, table }: { view: PlanView; table: PricingTableState }) {
  const { texts, locale, money } = useLocale();
  const { priceSummary, period, quote, tooMany, scenario } = view;
  const { code } = table.voucher.applied ?? {};
  const outcome = worksOn(table.plans, code)
    ? quote?.vouchers.find((each) => each.code === code)
    : undefined;
  const trial = scenario === "trial" ? quote?.trial : null;
  const { price = 0, currency = "", change, once = 0, usage = 0 } = priceSummary ?? {};
  const yearly = period?.interval === "year" && period.count === 1 && price > 0;
  return (
    <div className="tollgate-notes">
      {tooMany && (
        <p className="tollgate-error">
          {texts.tooMany(texts.units(tooMany.cap, tooMany.feature, locale))}
        </p>
      )}
      {view.failure && (
        <p className="tollgate-error" role="alert">
          {view.failure === "access_token_missing"
            ? texts.checkoutSignIn
            : view.failure === "network"
              ? texts.checkoutOffline
              : texts.checkoutFailed}
        </p>
      )}
      {trial && <p>{texts.trial(trial.days, trial.card, locale)}</p>}
      {change && period && (
        <p className="is-benefit tollgate-enter">
          {texts.thenFull(
            money(change.next, currency),
            texts.discountPeriods(change.periods, period, locale),
          )}
        </p>
      )}
      {yearly && !change && <p>{texts.monthly(money(Math.round(price / 12), currency))}</p>}
      {once > 0 && <p>{texts.onceToday(money(once, currency))}</p>}
      {usage > 0 && <p>{texts.usageEstimate(money(usage, currency))}</p>}
      {outcome?.reason && !priceSummary?.free && (
        <p>{texts.refusals[outcome.reason.code] ?? outcome.reason.detail}</p>
      )}
    </div>
  );
}

function Action({ view }: { view: PlanView }) {
  const { texts } = useLocale();
  const { plan, scenario, tooMany, isChoosing } = view;
  const { cta, contact } = plan.display;
  if (scenario === "contactSales" && contact) {
    return (
      <a className="tollgate-button" href={contact}>
        {cta ?? texts.choose.contactSales(plan.name)}
      </a>
    );
  }
  const isSettled = scenario === "scheduled" || (scenario === "active" && !view.isChanged);
  const isFirst = ["new", "trial", "contactSales"].includes(scenario);
  const label = isChoosing
    ? texts.choosing
    : scenario === "active" && view.isChanged
      ? texts.update(plan.name)
      : (isFirst && cta) || texts.choose[scenario](plan.name);
  const isOff = isSettled || isChoosing || tooMany !== null;
  const isQuiet = isSettled || scenario === "downgrade" || scenario === "contactSales";
  return (
    <button
      type="button"
      className={`tollgate-button${isQuiet ? "" : " is-primary"}`}
      aria-disabled={isOff}
      onClick={() => !isOff && void view.choose()}
    >
      {label}
    </button>
  );
}

function Addon({ view }: { view: AddonView }) {
  const { texts, locale, money } = useLocale();
  const { addon, price, unitAmount, quantity, most } = view;
  const id = useId();
  const period = price && { interval: price.interval, count: price.intervalCount };
  return (
    <li className="tollgate-addon">
      <label htmlFor={id}>
        <bdi>{addon.name}</bdi>
        {period && unitAmount !== null && (
          <span className="tollgate-addon-price">
            {texts.addonPrice(money(unitAmount, view.currency), texts.perPeriod(period, locale))}
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
  const { texts, locale } = useLocale();
  const { plan, priceSummary, parent, price, status } = view;
  const lines = ownLines(view.lines, parent !== null);
  const heading =
    parent === null
      ? texts.includes
      : lines.length === 0
        ? texts.same(parent.name)
        : texts.everythingIn(parent.name);
  const addons = showAddons ? view.addons : [];
  const isPriced = priceSummary !== null && price !== null;
  return (
    <li
      className={`tollgate-plan${plan.display.highlight ? " is-highlighted" : ""}`}
      data-plan={plan.key}
      data-scenario={view.scenario}
      data-status={status?.kind}
    >
      <p className="tollgate-badge">
        {status ? texts.planStatus(status, locale) : plan.display.badge}
      </p>
      <h2 className="tollgate-name">{plan.name}</h2>
      <p className="tollgate-description">
        <bdi>{plan.description}</bdi>
      </p>
      {isPriced && !priceSummary.free ? (
        <PriceTag
          amount={priceSummary.price}
          before={priceSummary.before}
          currency={priceSummary.currency}
          period={view.period}
        />
      ) : (
        <p className="tollgate-price">
          {view.scenario === "contactSales" ? (
            <span className="tollgate-price-amount is-words">{texts.onRequest}</span>
          ) : (
            priceSummary?.free && <span className="tollgate-price-amount">{texts.free}</span>
          )}
        </p>
      )}
      <Notes view={view} table={table} />
      <div className="tollgate-action">
        <Action view={view} />
      </div>
      <h3 className="tollgate-lines-title">{heading}</h3>
      <ul className="tollgate-lines">
        {plan.display.features?.length
          ? plan.display.features.map((text) => (
              <li key={text} className="tollgate-line">
                <Icon name="tick" />
                <span>{text}</span>
              </li>
            ))
          : lines.map((line) => (
              <LineItem
                key={line.feature.key}
                line={line}
                view={view}
                fallback={table.fallbackCurrency}
              />
            ))}
      </ul>
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
      <Breakdown view={view} features={table.features} />
    </li>
  );
}
