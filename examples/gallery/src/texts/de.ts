import { abbreviationOf, length, on, span, type TextOverrides, unitOf } from "./language.js";

/** German. */
export const de: TextOverrides = {
  plans: "Tarife",
  loading: "Tarife werden geladen",
  empty: "Zurzeit wird kein Tarif angeboten.",
  failed: "Die Tarife konnten nicht geladen werden. Verbindung prüfen und noch einmal versuchen.",
  retry: "Noch einmal versuchen",
  period: ({ interval }) =>
    ({ month: "Monatlich", year: "Jährlich", week: "Wöchentlich", day: "Täglich" })[
      interval as "month"
    ] ?? "Einmal",
  billing: "Abrechnung",
  saving: (share, { locale }) => `spart ${Math.round(share * 100).toLocaleString(locale)} %`,
  currency: "Währung",
  perPeriod: (period, tongue) =>
    period.interval === "one_time" ? "einmalig" : `pro ${length(period, tongue, "de")}`,
  free: "Gratis",
  onRequest: "Auf Anfrage",
  before: (amount) => `Vorher: ${amount}`,
  monthly: (amount) => `${amount} im Monat, jährlich bezahlt`,
  trial: (days, card, tongue) =>
    `Die ersten ${span(days, "day", tongue)} gratis${card ? ", mit Karte" : ""}`,
  thenFull: (amount, after) => `${after}, danach ${amount}`,
  discountPeriods: (periods, period, tongue) =>
    `Für ${length({ ...period, count: periods * period.count }, tongue, "de")}`,
  onceToday: (amount) => `dazu einmalig ${amount}`,
  usageEstimate: (amount) => `dazu etwa ${amount} nach Verbrauch`,
  breakdown: "So setzt es sich zusammen",
  lineItem: "Posten",
  lineAmount: "Betrag",
  dueNow: "Heute fällig",
  everyPeriod: (period, tongue) => `Je ${length(period, tongue, "de")}`,
  tax: "Vor Steuern.",
  standing: ({ kind, at }, tongue) =>
    kind === "active"
      ? "Ihr Tarif"
      : `${{ trialing: "Probe bis", past_due: "Zahlung fällig bis", ending: "Endet am", scheduled: "Beginnt am" }[kind]} ${on(at, tongue)}`,
  everythingIn: (plan) => `Alles aus ${plan}, und`,
  includes: "Enthält",
  same: (plan) => `Alles aus ${plan}.`,
  limit: (limit, { locale }) =>
    limit === "unlimited" ? "Unbegrenzt" : limit.toLocaleString(locale),
  units: (limit, feature, { locale }) =>
    limit === "unlimited" ? "Unbegrenzt" : `${limit.toLocaleString(locale)} ${unitOf(feature)}`,
  amount: (limit, feature, { locale }) =>
    limit === "unlimited"
      ? "Unbegrenzt"
      : `${limit.toLocaleString(locale)}${abbreviationOf(feature)}`,
  metered: (feature, _limit, reset) =>
    reset
      ? `${feature.name} pro ${length({ interval: "month", count: 1 }, null, "de")}`
      : feature.name,
  beyond: (rate) => `danach ${rate}`,
  includedThen: (units, rate, { locale }) =>
    units > 0 ? `${units.toLocaleString(locale)} im Preis, danach ${rate}` : rate,
  rate: (amount, _feature, size, { locale }) =>
    size === 1 ? `je ${amount}` : `${amount} je ${size.toLocaleString(locale)}`,
  byTier: "nach Menge gestaffelt",
  included: "Enthalten",
  notIncluded: "Nicht enthalten",
  raised: "erhöht auf",
  withGifts: (names, { locale }) => `durch ${new Intl.ListFormat(locale).format(names)}`,
  addonsGift: "Zusätze",
  until: (at, tongue) => `bis ${on(at, tongue)}`,
  compare: "Tarife im Vergleich",
  comparedFeature: "Merkmal",
  asIn: (plan) => `wie in ${plan}`,
  addons: "Zusätze",
  fewer: (name) => `Weniger: ${name}`,
  more: (name) => `Mehr: ${name}`,
  knob: (feature, kind) => (kind === "usage" ? `Erwartet: ${feature.name}` : feature.name),
  tooMany: (limit) => `Dieser Tarif endet bei ${limit}. Weniger wählen oder einen größeren Tarif.`,
  voucherLabel: "Gutscheincode",
  voucherApply: "Einlösen",
  voucherApplying: "Wird geprüft",
  voucherRemove: (code) => `${code} entfernen`,
  voucherApplied: (code) => `${code} wirkt auf die Preise unten`,
  voucherRedeem: (plan) => `Für ${plan} einlösen`,
  voucherRedeemed: (code) => `${code} ist eingelöst`,
  voucherUnknown: "Diesen Code gibt es nicht, oder er ist abgelaufen. Schreibweise prüfen.",
  refusals: {
    used_up: "Dieser Code ist vergriffen. Bitte einen anderen verwenden.",
    expired: "Dieser Code ist abgelaufen.",
    already_redeemed: "Diesen Code haben Sie schon verwendet.",
    wrong_plan: "Der Code gilt nicht für diesen Tarif.",
    minimum_amount: "Der Code braucht einen größeren Einkauf.",
  },
  voucherEmpty: "Bitte zuerst einen Code eingeben.",
  choose: {
    new: (plan) => `${plan} wählen`,
    trial: () => "Gratis ausprobieren",
    active: () => "Ihr Tarif",
    scheduled: () => "Beginnt bald",
    renew: (plan) => `${plan} verlängern`,
    upgrade: (plan) => `Zu ${plan} wechseln`,
    downgrade: (plan) => `Zu ${plan} wechseln`,
    switchInterval: () => "Abrechnung umstellen",
    contactSales: () => "Kontakt aufnehmen",
  },
  update: () => "Tarif anpassen",
  choosing: "Einen Moment",
  chosen: (plan) => `Sie haben jetzt ${plan}.`,
  used: (used, limit) => `${used} von ${limit} verbraucht`,
  usedWithoutLimit: (used) => `${used} verbraucht, ohne Grenze`,
  remaining: (left) => `noch ${left}`,
  warned: (left) => `Fast verbraucht: noch ${left}`,
  atLimit: "Verbraucht",
  overLimit: (over) => `${over} über der Grenze, wird berechnet`,
  resets: (at, tongue) => `Beginnt neu am ${on(at, tongue)}`,
  stale: "Möglicherweise veraltet",
  paywallUpgrade: "Tarife ansehen",
  noticeBilling: "Zur Abrechnung",
  notices: {
    offline: "Keine Verbindung. Was Sie nutzen dürfen, lässt sich nicht prüfen.",
    stale: "Keine Verbindung. Die Angaben sind vielleicht veraltet.",
    past_due: (plan, at, tongue) =>
      `Die letzte Zahlung schlug fehl. Bis ${on(at, tongue)} zahlen, um ${plan} zu behalten.`,
    ending: (plan, at, tongue) => `${plan} endet am ${on(at, tongue)}.`,
    scheduled: (plan, at, tongue) => `${plan} beginnt am ${on(at, tongue)}.`,
    trialing: (plan, at, tongue) => `Ihre Probezeit von ${plan} läuft bis ${on(at, tongue)}.`,
  },
};
