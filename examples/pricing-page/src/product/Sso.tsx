import { Protect } from "@tollgate/react";
import { useState } from "react";
import { Locked } from "./Locked.js";

function Settings() {
  const [required, setRequired] = useState(false);
  return (
    <form className="settings" onSubmit={(event) => event.preventDefault()}>
      <label>
        Identity provider
        <input type="url" defaultValue="https://login.example.com/saml" />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={required}
          onChange={({ target }) => setRequired(target.checked)}
        />
        Everybody must sign in with it
      </label>
      <p className="muted">
        {required ? "Passwords stop working at the next sign-in." : "Passwords go on working."}
      </p>
    </form>
  );
}

/** Single sign-on: a boolean feature behind `Protect`. */
export function Sso() {
  return (
    <section className="panel" aria-labelledby="sso" data-gate="sso">
      <header className="panel-head">
        <h2 id="sso">Single sign-on</h2>
      </header>
      <Protect
        feature="sso"
        fallback={<Locked>Sign the whole team in with your identity provider.</Locked>}
      >
        <Settings />
      </Protect>
    </section>
  );
}
