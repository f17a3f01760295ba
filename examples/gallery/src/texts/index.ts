/** The texts of the components in the languages that the gallery can be set to. */

import type { TextOverrides } from "@tollgate/react";
import type { Settings } from "../address.js";
import { ar } from "./ar.js";
import { de } from "./de.js";
import { ja } from "./ja.js";

const languages: Partial<Record<Settings["locale"], TextOverrides>> = { ar, de, ja };

/** What stands in place of the English texts; none for English itself. */
export const overridesOf = (locale: Settings["locale"]): TextOverrides | undefined =>
  languages[locale];
