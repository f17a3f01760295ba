import { type Address, type Control, choices, writeAddress } from "./address.js";
import { entries } from "./entries/index.js";
import type { Entry } from "./entry.js";
import { Preview } from "./Preview.js";

const labels: Record<Control, string> = {
  theme: "Theme",
  width: "Width",
  dir: "Direction",
  locale: "Language",
  motion: "Motion",
  brand: "Brand",
};

function Controls({ address }: { address: Address }) {
  return (
    <form className="controls" aria-label="How it is shown">
      {Object.entries(choices).map(([key, options]) => {
        const control = key as Control;
        return (
          <label key={control}>
            <span>{labels[control]}</span>
            <select
              value={address.settings[control]}
              onChange={({ target }) => {
                const settings = { ...address.settings, [control]: target.value };
                window.location.search = writeAddress({ ...address, settings });
              }}
            >
              {options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          </label>
        );
      })}
    </form>
  );
}

function Index({ address }: { address: Address }) {
  const { settings } = address;
  return (
    <nav className="index" aria-label="Components">
      <p className="brand">Tollgate gallery</p>
      <ul>
        {entries.map((entry) => {
          const isOpen = entry.key === address.component;
          const to = writeAddress({ component: entry.key, state: null, settings });
          return (
            <li key={entry.key}>
              <a href={to} aria-current={isOpen && !address.state ? "page" : undefined}>
                {entry.name} <small>{entry.states.length}</small>
              </a>
              {isOpen && (
                <ul>
                  {entry.states.map(({ key, name }) => (
                    <li key={key}>
                      <a
                        href={writeAddress({ component: entry.key, state: key, settings })}
                        aria-current={key === address.state ? "page" : undefined}
                      >
                        {name}
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The gallery: an index by component, the controls, and the states that the address names. */
export function App({ address, entry }: { address: Address; entry: Entry }) {
  const states = entry.states.filter(({ key }) => !address.state || key === address.state);
  return (
    <div className="page">
      <Index address={address} />
      <main>
        <header className="head">
          <div>
            <h1>{entry.name}</h1>
            <p>{entry.about}</p>
          </div>
          <Controls address={address} />
        </header>
        <div className={`frames${entry.wide || address.state ? " is-wide" : ""}`}>
          {states.map((state) => (
            <Preview key={state.key} state={state} address={address} />
          ))}
        </div>
      </main>
    </div>
  );
}
