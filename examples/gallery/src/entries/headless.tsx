import { usePricingTable, useUsageMeter } from "@tollgate/react";
import { on } from "../customers.js";
import type { Entry } from "../entry.js";

/** A pricing table of a page's own: no markup, class or style of the package. */
function OwnTable() {
  const { status, plans, quantityInputs } = usePricingTable({ plans: ["pro", "business"] });
  if (status !== "ready") return <p aria-busy="true">…</p>;
  return (
    <div className="guarded">
      {quantityInputs
        .filter(({ kind }) => kind === "quantity")
        .map(({ meter, feature, value, set }) => (
          <button key={meter} type="button" onClick={() => set(value + 1)}>
            {feature.name}: {value}
          </button>
        ))}
      <ul>
        {plans.map(({ plan, priceSummary, scenario }) => (
          <li key={plan.key}>
            {plan.name}: {priceSummary?.price} {priceSummary?.currency}, {scenario}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OwnMeter() {
  const { name, figure, level, isLoading } = useUsageMeter("api-calls");
  return (
    <p className="guarded" aria-busy={isLoading}>
      {name}: {figure} ({level})
    </p>
  );
}

export const headless: Entry = {
  key: "headless",
  name: "Headless twins",
  about: "The state of a component in markup of the page's own.",
  wide: false,
  states: [
    {
      key: "table",
      name: "usePricingTable",
      setup: { customer: on("pro") },
      show: <OwnTable />,
      sign: ".guarded",
    },
    { key: "meter", name: "useUsageMeter", setup: { customer: on("pro") }, show: <OwnMeter /> },
  ],
};
