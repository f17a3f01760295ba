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
  saving: (share, { tag }) => `spart ${Math.round(share * 100).toLocaleString(tag)} %`,
  currency: "Währung",
  perPeriod: (period, locale) =>
    period.interval === "one_time" ? "einmalig" : `pro ${length(period, locale, "de")}`,
  free: "Gratis",
  onRequest: "Auf Anfrage",
  before: (amount) => `Vorher: ${amount}`,
  monthly: (amount) => `${amount} im Monat, jährlich bezahlt`,
  trial: (days, card, locale) =>
    `Die ersten ${span(days, "day", locale)} gratis${card ? ", mit Karte" : ""}`,
  thenFull: (amount, after) => `${after}, danach ${amount}`,
  discountPeriods: (periods, period, locale) =>
    `Für ${length({ ...period, count: periods * period.count }, locale, "de")}`,
  onceToday: (amount) => `dazu einmalig ${amount}`,
  usageEstimate: (amount) => `dazu etwa ${amount} nach Verbrauch`,
  breakdown: "So setzt es sich zusammen",
  lineItem: "Posten",
  lineAmount: "Betrag",
  dueNow: "Heute fällig",
  everyPeriod: (period, locale) => `Je ${length(period, locale, "de")}`,
  tax: "Vor Steuern.",
  planStatus: (status, locale) => {
    switch (status.kind) {
      case "active":
        return "Ihr Tarif";
      case "trialing":
        return `Probe bis ${on(status.at, locale)}`;
      case "past_due":
        return `Zahlung fällig bis ${on(status.at, locale)}`;
      case "ending":
        return `Endet am ${on(status.at, locale)}`;
      case "changing":
        return status.next
          ? `Ab ${on(status.at, locale)}: ${status.next.name}`
          : `Änderung am ${on(status.at, locale)}`;
      case "paused":
        return status.at ? `Pausiert bis ${on(status.at, locale)}` : "Pausiert";
      case "suspended":
        return `Gesperrt: ${{ unpaid: "nicht bezahlt", disputed: "Zahlung strittig" }[status.reason]}`;
    }
  },
  everythingIn: (plan) => `Alles aus ${plan}, und`,
  includes: "Enthält",
  same: (plan) => `Alles aus ${plan}.`,
  limit: (limit, { tag }) => (limit === "unlimited" ? "Unbegrenzt" : limit.toLocaleString(tag)),
  units: (limit, feature, { tag }) =>
    limit === "unlimited" ? "Unbegrenzt" : `${limit.toLocaleString(tag)} ${unitOf(feature)}`,
  amount: (limit, feature, { tag }) =>
    limit === "unlimited" ? "Unbegrenzt" : `${limit.toLocaleString(tag)}${abbreviationOf(feature)}`,
  atMost: (amount) => `Bis zu ${amount}`,
  metered: (feature, _limit, reset) =>
    reset
      ? `${feature.name} pro ${length({ interval: "month", count: 1 }, null, "de")}`
      : feature.name,
  beyond: (rate) => `danach ${rate}`,
  includedThen: (units, rate, { tag }) =>
    units > 0 ? `${units.toLocaleString(tag)} im Preis, danach ${rate}` : rate,
  rate: (amount, _feature, size, { tag }) =>
    size === 1 ? `je ${amount}` : `${amount} je ${size.toLocaleString(tag)}`,
  byTier: (tiers, model, { tag }) => {
    const cost = ({ rate, fee }: (typeof tiers)[number]) =>
      rate ? `${fee ? `${fee} plus ` : ""}je ${rate}` : (fee ?? "kostenlos");
    const parts = tiers.map((tier) => {
      if (tiers.length === 1) return cost(tier);
      const { from, upTo } = tier;
      if (model === "volume")
        return upTo === null
          ? `ab ${from.toLocaleString(tag)} ${cost(tier)}`
          : `bis ${upTo.toLocaleString(tag)} ${cost(tier)}`;
      if (upTo === null) return `danach ${cost(tier)}`;
      const place = from === 1 ? "die ersten" : "die nächsten";
      return `${place} ${(upTo - from + 1).toLocaleString(tag)} ${cost(tier)}`;
    });
    const all = parts.join(", ");
    if (model === "graduated" || tiers.length === 1) return all;
    return `${all}, für alle ${tiers[0]?.from === 1 ? "zusammen" : "darüber hinaus"}`;
  },
  included: "Enthalten",
  notIncluded: "Nicht enthalten",
  raised: "erhöht auf",
  changedBy: (names, { tag }) => `durch ${new Intl.ListFormat(tag).format(names)}`,
  changedByAddons: "Zusätze",
  until: (at, locale) => `bis ${on(at, locale)}`,
  compare: "Tarife im Vergleich",
  comparedFeature: "Merkmal",
  asIn: (plan) => `wie in ${plan}`,
  addons: "Zusätze",
  fewer: (name) => `Weniger: ${name}`,
  more: (name) => `Mehr: ${name}`,
  quantity: (feature, kind) => (kind === "usage" ? `Erwartet: ${feature.name}` : feature.name),
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
  resets: (at, locale) => `Beginnt neu am ${on(at, locale)}`,
  stale: "Möglicherweise veraltet",
  paywallUpgrade: "Tarife ansehen",
  noticeBilling: "Zur Abrechnung",
  notices: {
    offline: "Keine Verbindung. Was Sie nutzen dürfen, lässt sich nicht prüfen.",
    stale: "Keine Verbindung. Die Angaben sind vielleicht veraltet.",
  },
  planNotice: (plan, status, locale) => {
    const day = status.at ? on(status.at, locale) : "";
    switch (status.kind) {
      case "trialing":
        return `Ihre Probezeit von ${plan} läuft bis ${day}.`;
      case "past_due":
        return `Die letzte Zahlung schlug fehl. Bis ${day} zahlen, um ${plan} zu behalten.`;
      case "ending":
        return `${plan} endet am ${day}.`;
      case "changing":
        return status.next
          ? `${plan} wechselt am ${day} zu ${status.next.name}.`
          : `${plan} ändert sich am ${day}.`;
      case "paused":
        return `${plan} ist ${day ? `bis ${day} ` : ""}pausiert.`;
      case "suspended":
        return `${plan} ist gesperrt: ${status.reason === "disputed" ? "eine Zahlung ist strittig" : "nicht bezahlt"}.`;
      default:
        return "";
    }
  },
};
