import { TollgateProvider } from "@tollgate/react";
import { useEffect, useMemo, useRef } from "react";
import { type Address, type Settings, writeAddress } from "./address.js";
import { edgeOf } from "./edge.js";
import type { State } from "./exhibit.js";
import { overridesOf } from "./texts/index.js";
import { endpoint, publicKey, publishableKey } from "./token.js";

const keys = [await publicKey()];

/** The direction that settings ask for. */
export const directionOf = ({ dir, locale }: Settings) =>
  dir === "auto" ? (locale === "ar" ? "rtl" : "ltr") : dir;

const shown = ".tollgate, .guarded";

/** Waits for what a selector names; null when the stage is gone before. */
async function found(stage: HTMLElement, selector: string, isGone: () => boolean) {
  while (!isGone()) {
    const element = stage.querySelector<HTMLElement>(selector);
    if (element) return element;
    await new Promise((resume) => setTimeout(resume, 30));
  }
  return null;
}

/** Brings a stage to its state: presses what is to be pressed, and marks the stage once the state is reached. */
async function bring(stage: HTMLElement, { presses = [], sign }: State, isGone: () => boolean) {
  for (const selector of presses) (await found(stage, selector, isGone))?.click();
  await found(stage, sign ?? shown, isGone);
  while (!sign && !isGone() && stage.querySelector('[aria-busy="true"]'))
    await new Promise((resume) => setTimeout(resume, 30));
  if (!isGone()) stage.dataset.settled = "true";
}

/** One state, on a stage of the width, direction, language and brand that are set. */
export function Stage({ state, address }: { state: State; address: Address }) {
  const { settings, component } = address;
  const { scene } = state;
  const fetch = useMemo(() => edgeOf(scene), [scene]);
  const stage = useRef<HTMLDivElement>(null);
  const overrides = overridesOf(settings.locale);

  useEffect(() => {
    let gone = false;
    if (stage.current) void bring(stage.current, state, () => gone);
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
        ref={stage}
        className={`stage is-${settings.brand}`}
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
          {...(scene.customer ? { accessToken: "a session of the gallery" } : {})}
        >
          {state.show}
        </TollgateProvider>
      </div>
    </article>
  );
}
