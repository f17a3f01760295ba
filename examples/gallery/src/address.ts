/** What is on show and how, as the address of the page says it. */

import { entries } from "./entries/index.js";

/** The choices of each control; the first is what stands where the address says nothing. */
export const choices = {
  theme: ["auto", "light", "dark"],
  width: ["full", "320", "768", "1280"],
  dir: ["auto", "ltr", "rtl"],
  locale: ["en", "de", "ja", "ar"],
  motion: ["auto", "reduced"],
  brand: ["none", "coral", "slab", "forest"],
} as const;

export type Control = keyof typeof choices;

/** How everything is shown. */
export type Settings = { [C in Control]: (typeof choices)[C][number] };

export interface Address {
  component: string;
  /** Null for every state of the component. */
  state: string | null;
  settings: Settings;
}

function chosen<T extends string>(options: readonly [T, ...T[]], asked: string | null): T {
  return options.find((option) => option === asked) ?? options[0];
}

/** What the query part of an address says; whatever it does not know is passed over. */
export function readAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const entry =
    entries.find(({ key }) => key === params.get("component")) ??
    (entries[0] as (typeof entries)[number]);
  return {
    component: entry.key,
    state: entry.states.find(({ key }) => key === params.get("state"))?.key ?? null,
    settings: {
      theme: chosen(choices.theme, params.get("theme")),
      width: chosen(choices.width, params.get("width")),
      dir: chosen(choices.dir, params.get("dir")),
      locale: chosen(choices.locale, params.get("locale")),
      motion: chosen(choices.motion, params.get("motion")),
      brand: chosen(choices.brand, params.get("brand")),
    },
  };
}

/** The address that shows something; what stands at its first choice is left out. */
export function writeAddress({ component, state, settings }: Address): string {
  const params = new URLSearchParams({ component });
  if (state) params.set("state", state);
  for (const [control, choice] of Object.entries(settings)) {
    if (choice !== choices[control as Control][0]) params.set(control, choice);
  }
  return `?${params}`;
}
