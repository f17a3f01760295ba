import { TollgateProvider } from "@tollgate/react";
import { useEffect, useMemo, useRef } from "react";
import { type Address, type Settings, writeAddress } from "./address.js";
import { edgeOf } from "./edge.js";
import type { State } from "./entry.js";
import { overridesOf } from "./texts/index.js";
import { endpoint, publicKey, publishableKey } from "./token.js";

const keys = [await publicKey()];

/** The direction that settings ask for. */
export const directionOf = ({ dir, locale }: Settings) =>
  dir === "auto" ? (locale === "ar" ? "rtl" : "ltr") : dir;

const shown = ".tollgate, .guarded";

/** Waits for what a selector names; null when the preview is gone before. */
async function found(preview: HTMLElement, selector: string, isGone: () => boolean) {
  while (!isGone()) {
    const element = preview.querySelector<HTMLElement>(selector);
    if (element) return element;
    await new Promise((resume) => setTimeout(resume, 30));
  }
  return null;
}

/** Brings a preview to its state: clicks what is to be clicked, and marks the preview once the state is reached. */
async function bring(preview: HTMLElement, { presses = [], sign }: State, isGone: () => boolean) {
  for (const selector of presses) (await found(preview, selector, isGone))?.click();
  await found(preview, sign ?? shown, isGone);
  while (!sign && !isGone() && preview.querySelector('[aria-busy="true"]'))
    await new Promise((resume) => setTimeout(resume, 30));
  if (!isGone()) preview.dataset.settled = "true";
}

/** One state, in a preview of the width, direction, language and brand that are set. */
export function Preview({ state, address }: { state: State; address: Address }) {
  const { settings, component } = address;
  const { setup } = state;
  const fetch = useMemo(() => edgeOf(setup), [setup]);
  const preview = useRef<HTMLDivElement>(null);
  const overrides = overridesOf(settings.locale);

  useEffect(() => {
    let gone = false;
    if (preview.current) void bring(preview.current, state, () => gone);
    return () => {
      gone = true;
    };
  }, [state]);

  return (
    <article className="frame" data-state={state.key} aria-labelledby={`state-${state.key}`}>
      <header>
        <h2 id={`state-${state.key}`}>
          <a href={writeAddress({ component, state: state.key, settings })}>{state.name}</a>
        </h2>
        {state.note && <p>{state.note}</p>}
      </header>
      <div
        ref={preview}
        className={`preview is-${settings.brand}`}
        data-width={settings.width}
        data-motion={settings.motion}
        dir={directionOf(settings)}
        lang={settings.locale}
      >
        <TollgateProvider
          // A key of its own: the clients of one share what they refresh, as the tabs of one page do.
          publishableKey={publishableKey + state.key.replaceAll(/[^a-z]/g, "")}
          endpoint={endpoint}
          fetch={fetch}
          keys={keys}
          storage={null}
          locale={settings.locale}
          {...(overrides ? { textOverrides: overrides } : {})}
          {...(setup.customer ? { accessToken: "a session of the gallery" } : {})}
        >
          {state.show}
        </TollgateProvider>
      </div>
    </article>
  );
}
