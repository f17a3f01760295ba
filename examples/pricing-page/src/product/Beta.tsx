import { Show } from "@tollgate/react";
import { curve, stations } from "../tide.js";
import { Curve } from "./Curve.js";
import { Locked } from "./Locked.js";

function Dashboard() {
  const from = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return (
    <div className="boards">
      {stations.map((station) => {
        const points = curve(station, from, 48, 30);
        const now = points[0]?.height ?? 0;
        const rising = (points[1]?.height ?? 0) > now;
        return (
          <figure key={station.id} className="board">
            <figcaption>
              {station.name}
              <b>{now.toFixed(1)} m</b>
              <span className="muted">{rising ? "rising" : "falling"}</span>
            </figcaption>
            <Curve points={points} name={`${station.name}, the next 48 hours`} plain />
          </figure>
        );
      })}
    </div>
  );
}

/** The next console: a feature flag behind `Show`. */
export function Beta() {
  return (
    <section className="panel is-wide" aria-labelledby="beta" data-gate="beta-dashboard">
      <header className="panel-head">
        <h2 id="beta">All stations</h2>
        <p className="tag">Beta</p>
      </header>
      <Show
        when={{ flag: "beta-dashboard" }}
        fallback={
          <Locked>Every station at a glance. Open to customers in the beta programme.</Locked>
        }
      >
        <Dashboard />
      </Show>
    </section>
  );
}
