import { type Address, type Control, choices, writeAddress } from "./address.js";
import type { Exhibit } from "./exhibit.js";
import { exhibits } from "./exhibits/index.js";
import { Stage } from "./Stage.js";

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
        {exhibits.map((exhibit) => {
          const isOpen = exhibit.key === address.component;
          const to = writeAddress({ component: exhibit.key, state: null, settings });
          return (
            <li key={exhibit.key}>
              <a href={to} aria-current={isOpen && !address.state ? "page" : undefined}>
                {exhibit.name} <small>{exhibit.states.length}</small>
              </a>
              {isOpen && (
                <ul>
                  {exhibit.states.map(({ key, name }) => (
                    <li key={key}>
                      <a
                        href={writeAddress({ component: exhibit.key, state: key, settings })}
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
export function App({ address, exhibit }: { address: Address; exhibit: Exhibit }) {
  const states = exhibit.states.filter(({ key }) => !address.state || key === address.state);
  return (
    <div className="page">
      <Index address={address} />
      <main>
        <header className="head">
          <div>
            <h1>{exhibit.name}</h1>
            <p>{exhibit.about}</p>
          </div>
          <Controls address={address} />
        </header>
        <div className={`frames${exhibit.wide || address.state ? " is-wide" : ""}`}>
          {states.map((state) => (
            <Stage key={state.key} state={state} address={address} />
          ))}
        </div>
      </main>
    </div>
  );
}
