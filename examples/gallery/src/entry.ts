/** What the gallery shows: components, each in its states. */

import type { ReactNode } from "react";
import type { Setup } from "./edge.js";

/** One state of a component. */
export interface State {
  /** Unique in its component; stands in the address. */
  key: string;
  name: string;
  /** What to look at. */
  note?: string;
  setup: Setup;
  show: ReactNode;
  /** Selectors of what is pressed once it is there, one after another. */
  presses?: string[];
  /** The selector of what shows that the state is reached, where that is more than being no longer busy. */
  sign?: string;
}

export interface Entry {
  key: string;
  name: string;
  about: string;
  /** Whether a state takes the whole width, or several stand side by side. */
  wide: boolean;
  states: State[];
}
