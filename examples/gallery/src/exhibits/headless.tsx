import { usePricingTable, useUsageMeter } from "@tollgate/react";
import { on } from "../customers.js";
import type { Exhibit } from "../exhibit.js";

/** A pricing table of a page's own: no markup, class or style of the package. */
function OwnTable() {
  const { status, plans, knobs } = usePricingTable({ plans: ["pro", "business"] });
  if (status !== "ready") return <p aria-busy="true">…</p>;
  return (
    <div className="guarded">
      {knobs
        .filter(({ kind }) => kind === "quantity")
        .map(({ meter, feature, value, set }) => (
          <button key={meter} type="button" onClick={() => set(value + 1)}>
            {feature.name}: {value}
          </button>
        ))}
      <ul>
        {plans.map(({ plan, figures, scenario }) => (
          <li key={plan.key}>
            {plan.name}: {figures?.price} {figures?.currency}, {scenario}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OwnMeter() {
  const { name, figure, fullness, isLoading } = useUsageMeter("api-calls");
  return (
    <p className="guarded" aria-busy={isLoading}>
      {name}: {figure} ({fullness})
    </p>
  );
}

export const headless: Exhibit = {
  key: "headless",
  name: "Headless twins",
  about: "The state of a component in markup of the page's own.",
  wide: false,
  states: [
    {
      key: "table",
      name: "usePricingTable",
      scene: { customer: on("pro") },
      show: <OwnTable />,
      sign: ".guarded",
    },
    { key: "meter", name: "useUsageMeter", scene: { customer: on("pro") }, show: <OwnMeter /> },
  ],
};
