/** What the texts of every language are written with. */

import type { Feature, Interval } from "@tollgate/js";

export type { TextOverrides } from "@tollgate/react";

interface Locale {
  tag: string | undefined;
  now: number;
}

const units = {
  de: { one_time: "einmal", day: "Tag", week: "Woche", month: "Monat", year: "Jahr" },
  ar: { one_time: "مرة", day: "يوم", week: "أسبوع", month: "شهر", year: "سنة" },
  ja: { one_time: "一回", day: "日", week: "週", month: "月", year: "年" },
} satisfies Record<string, Record<Interval, string>>;

/** A number of days and the like, in words. */
export const span = (count: number, unit: string, { tag }: Locale) =>
  new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(count);

/** The length of a billing period: a word for one, a number of them for more. */
export function length(
  { interval, count }: { interval: Interval; count: number },
  locale: Locale | null,
  language: keyof typeof units,
): string {
  return count === 1 || interval === "one_time" || !locale
    ? units[language][interval]
    : span(count, interval, locale);
}

/** A day, with the year where it is not this one. */
export function on(at: string, { tag, now }: Locale): string {
  const date = new Date(at);
  const isThisYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat(tag, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  }).format(date);
}

/** What a feature is counted in; empty where it is not. */
export const unitOf = (feature: Feature) => (feature.kind === "meter" && feature.unit) || "";

/** A unit that is written the same in any language, such as ` MB`; empty for the others. */
export const abbreviationOf = (feature: Feature) =>
  unitOf(feature) === unitOf(feature).toLowerCase() ? "" : ` ${unitOf(feature)}`;
