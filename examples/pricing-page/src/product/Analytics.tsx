import { Protect, useEntitlement } from "@tollgate/react";
import { useEffect, useState } from "react";
import { type Day, useBackend } from "../backend.js";
import { CallsChart } from "./Chart.js";
import { Locked } from "./Locked.js";

function Panel() {
  const backend = useBackend();
  const { used } = useEntitlement("api-calls");
  const [days, setDays] = useState<Day[] | null>(null);
  const [failed, setFailed] = useState(false);

  // Calls that were made change what is used, and with it the chart.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `used` says when to ask again
  useEffect(() => {
    let gone = false;
    backend.history().then(
      (history) => {
        if (gone) return;
        setFailed(false);
        setDays(history.days);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [backend, used]);

  if (failed)
    return (
      <p className="failure">The history could not be loaded. Reload the page to try again.</p>
    );
  return days ? <CallsChart days={days} /> : <p className="muted">Loading</p>;
}

/** Calls by day: a boolean feature behind `Protect`. */
export function Analytics() {
  return (
    <section className="panel" aria-labelledby="analytics" data-gate="analytics">
      <header className="panel-head">
        <h2 id="analytics">Usage analytics</h2>
        <p className="muted">Calls a day, 14 days</p>
      </header>
      <Protect feature="analytics" fallback={<Locked>See your calls day by day.</Locked>}>
        <Panel />
      </Protect>
    </section>
  );
}
