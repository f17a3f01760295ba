/** The language that components write in, and the texts they write. */

import { createContext, useContext, useMemo } from "react";
import { money } from "./format.js";
import { type Locale, type TextOverrides, type Texts, texts, withOverrides } from "./texts.js";

/** The locale options of a provider or a component. */
export interface LocaleOptions {
  /** A BCP 47 language tag; the reader's own where there is none. Name it where pages are rendered on a server. */
  locale?: string | undefined;
  /** Texts in place of the English ones. */
  textOverrides?: TextOverrides | undefined;
}

/** How components write. */
export interface Localization {
  texts: Texts;
  locale: Locale;
  /** An amount of minor units, in the locale. */
  money: (amount: number, currency: string) => string;
}

function localizationOf(locale: string | undefined, base: Texts, now: number): Localization {
  return {
    texts: base,
    locale: { tag: locale, now },
    money: (amount, currency) => money(amount, currency, locale),
  };
}

export const LocaleContext = createContext<Localization | null>(null);

/**
 * The localization that the options ask for, over that of the components around; `now` is the clock's where nobody says
 * it.
 */
export function useLocalization(
  { locale, textOverrides }: LocaleOptions,
  now?: number,
): Localization {
  const outer = useContext(LocaleContext);
  return useMemo(
    () =>
      localizationOf(
        locale ?? outer?.locale.tag,
        withOverrides(outer?.texts ?? texts, textOverrides),
        now ?? outer?.locale.now ?? Date.now(),
      ),
    [locale, outer, textOverrides, now],
  );
}

/** The localization of the components around. */
export function useLocale(): Localization {
  return useLocalization({});
}
