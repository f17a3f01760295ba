import { UsageMeter, useEntitlement } from "@tollgate/react";
import { useMetered } from "./useMetered.js";

interface Props {
  feature: string;
  name: string;
  /** What one press adds. */
  step: number;
  add: string;
  remove: string;
}

/** A level that is raised and lowered: people, stored megabytes. The gate says whether one more step fits. */
function Level({ feature, name, step, add, remove }: Props) {
  const { busy, failure, use } = useMetered(feature);
  const { allowed, used } = useEntitlement(feature, { requested: step });
  return (
    <div className="level">
      <UsageMeter feature={feature} name={name} />
      <div className="row">
        <button
          type="button"
          className="button is-small"
          disabled={busy || !allowed}
          onClick={() => void use(step)}
        >
          {add}
        </button>
        <button
          type="button"
          className="button is-small"
          disabled={busy || !used}
          onClick={() => void use(-Math.min(step, used ?? 0))}
        >
          {remove}
        </button>
        {!allowed && (
          <a className="link" href="#/pricing">
            Get more room
          </a>
        )}
      </div>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

/** Seats and storage of the workspace. */
export function Workspace() {
  return (
    <section className="panel" aria-labelledby="workspace">
      <header className="panel-head">
        <h2 id="workspace">Workspace</h2>
      </header>
      <Level feature="seats" name="Seats" step={1} add="Invite somebody" remove="Remove" />
      <Level
        feature="storage"
        name="Archive storage"
        step={100}
        add="Archive 100 MB"
        remove="Delete 100 MB"
      />
    </section>
  );
}
