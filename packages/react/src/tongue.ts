/** The language that components write in, and the texts they write. */

import { createContext, useContext, useMemo } from "react";
import { money } from "./format.js";
import { type TextOverrides, type Texts, type Tongue, texts, withOverrides } from "./texts.js";

/** What a provider or a component says about language. */
export interface Language {
  /** A BCP 47 language tag; the reader's own where there is none. Name it where pages are rendered on a server. */
  locale?: string | undefined;
  /** Texts in place of the English ones. */
  textOverrides?: TextOverrides | undefined;
}

/** How components write. */
export interface Voice {
  texts: Texts;
  tongue: Tongue;
  /** An amount of minor units, in the locale. */
  money: (amount: number, currency: string) => string;
}

function voiceOf(locale: string | undefined, base: Texts, now: number): Voice {
  return {
    texts: base,
    tongue: { locale, now },
    money: (amount, currency) => money(amount, currency, locale),
  };
}

export const TongueContext = createContext<Voice | null>(null);

/** The voice that `language` asks for, over that of the components around; `now` is the clock's where nobody says it. */
export function useVoice({ locale, textOverrides }: Language, now?: number): Voice {
  const outer = useContext(TongueContext);
  return useMemo(
    () =>
      voiceOf(
        locale ?? outer?.tongue.locale,
        withOverrides(outer?.texts ?? texts, textOverrides),
        now ?? outer?.tongue.now ?? Date.now(),
      ),
    [locale, outer, textOverrides, now],
  );
}

/** The voice of the components around. */
export function useTongue(): Voice {
  return useVoice({});
}
