import { useId } from "react";
import { useLocale } from "../locale.js";
import { isSomething, type Line } from "../table/line.js";
import type { PlanView, PricingTableState } from "../table/view.js";
import { Icon } from "./Icon.js";
import { changeNote, Raise } from "./LineText.js";

function Cell({ view, line }: { view: PlanView; line: Line | undefined }) {
  const localization = useLocale();
  const { texts } = localization;
  if (!line || !isSomething(line.after)) {
    return (
      <td data-plan={view.plan.name} className="tollgate-none">
        <span aria-hidden="true">–</span>
        <span className="tollgate-hidden">{texts.notIncluded}</span>
      </td>
    );
  }
  const note = changeNote(line, view, localization);
  const inherited = line.inherited && !line.benefit && view.parent;
  return (
    <td
      data-plan={view.plan.name}
      className={line.benefit ? "is-changed" : inherited ? "is-inherited" : undefined}
    >
      <span>
        {line.feature.kind === "boolean" || line.feature.kind === "flag" ? (
          <>
            <Icon name="tick" />
            <span className="tollgate-hidden">{texts.included}</span>
          </>
        ) : (
          <Raise line={line} />
        )}
        {note && <small>{note}</small>}
        {inherited && <small>{texts.asIn(view.parent?.name ?? "")}</small>}
      </span>
    </td>
  );
}

/** Every feature by every plan, with what a plan has from its parent. On narrow screens it is a list. */
export function Comparison({ plans, features }: PricingTableState) {
  const { texts } = useLocale();
  const id = useId();
  const rows = features.filter((feature) =>
    plans.some((view) =>
      isSomething(view.lines.find((line) => line.feature === feature)?.after ?? null),
    ),
  );
  return (
    <div className="tollgate-compare">
      <h2 id={id}>{texts.compare}</h2>
      <table aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">
              <span className="tollgate-hidden">{texts.comparedFeature}</span>
            </th>
            {plans.map(({ plan }) => (
              <th key={plan.key} scope="col">
                {plan.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((feature) => (
            <tr key={feature.key} data-feature={feature.key}>
              <th scope="row">
                {feature.name}
                {feature.description && (
                  <small>
                    <bdi>{feature.description}</bdi>
                  </small>
                )}
              </th>
              {plans.map((view) => (
                <Cell
                  key={view.plan.key}
                  view={view}
                  line={view.lines.find((line) => line.feature.key === feature.key)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
