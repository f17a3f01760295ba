import { Paywall, UsageMeter, useConfig, useEntitlement } from "@tollgate/react";
import { useState } from "react";
import { curve, type Point, stations, turns } from "../tide.js";
import { Curve } from "./Curve.js";
import { useMetered } from "./useMetered.js";

/** Minutes between forecast points, by grid resolution: the finer the grid, the finer the answer. */
const minutes: Record<string, number> = { "4 km": 60, "1 km": 20, "250 m": 10 };

interface Answer {
  station: string;
  took: number;
  points: Point[];
}

function Response({ answer }: { answer: Answer }) {
  const next = turns(answer.points)[0];
  return (
    <div className="response">
      <Curve points={answer.points} name={`Tide at ${answer.station} over the next 24 hours`} />
      <pre>
        <code>
          {JSON.stringify(
            {
              station: answer.station,
              points: answer.points.length,
              next: next && {
                kind: next.kind,
                at: new Date(next.at).toISOString(),
                height: Number(next.height.toFixed(2)),
              },
            },
            null,
            2,
          )}
        </code>
      </pre>
    </div>
  );
}

function Buttons({ onRun, busy }: { onRun: (count: number) => void; busy: boolean }) {
  const { remaining } = useEntitlement("api-calls");
  return (
    <div className="row">
      <button type="button" className="button is-primary" disabled={busy} onClick={() => onRun(1)}>
        Run
      </button>
      <button type="button" className="button" disabled={busy} onClick={() => onRun(100)}>
        Run 100
      </button>
      {remaining !== null && remaining > 0 && (
        <button type="button" className="button" disabled={busy} onClick={() => onRun(remaining)}>
          Use up
        </button>
      )}
    </div>
  );
}

/** Sends requests to the forecast API; the gate closes when the calls are used up. */
export function Console() {
  const [station, setStation] = useState(stations[0]?.id ?? "");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { value: resolution } = useConfig("resolution", "4 km");
  const { busy, failure, use, reset } = useMetered("api-calls");

  const run = async (count: number) => {
    const begun = performance.now();
    const place = stations.find(({ id }) => id === station);
    if (!place || !(await use(count))) return;
    const from = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    setAnswer({
      station: place.name,
      took: Math.round(performance.now() - begun),
      points: curve(place, from, 24, minutes[String(resolution)] ?? 60),
    });
  };

  return (
    <section className="panel" aria-labelledby="console">
      <header className="panel-head">
        <h2 id="console">Forecast console</h2>
        <p className="muted">{String(resolution)} grid</p>
      </header>
      <div className="request">
        <code className="verb">GET</code>
        <code>/v1/tides?station=</code>
        <select
          aria-label="Station"
          value={station}
          onChange={({ target }) => setStation(target.value)}
        >
          {stations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name.toLowerCase()}
            </option>
          ))}
        </select>
      </div>
      <Paywall entitlement="api-calls" upgradeHref="#/pricing">
        <Buttons onRun={(count) => void run(count)} busy={busy} />
      </Paywall>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="meter-row">
        <UsageMeter feature="api-calls" name="API calls" />
        <button
          type="button"
          className="button is-small"
          disabled={busy}
          onClick={() => void reset()}
        >
          Reset<span className="visually-hidden"> API calls</span>
        </button>
      </div>
      {answer && <Response answer={answer} />}
    </section>
  );
}
