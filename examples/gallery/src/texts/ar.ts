import { abbreviationOf, length, on, span, type TextOverrides, unitOf } from "./language.js";

/** Arabic. */
export const ar: TextOverrides = {
  plans: "الخطط",
  loading: "يجري تحميل الخطط",
  empty: "لا توجد خطط معروضة حاليًا.",
  failed: "تعذّر تحميل الخطط. تحقق من اتصالك ثم حاول مرة أخرى.",
  retry: "حاول مرة أخرى",
  period: ({ interval }) =>
    ({ month: "شهريًا", year: "سنويًا", week: "أسبوعيًا", day: "يوميًا" })[interval as "month"] ??
    "مرة واحدة",
  billing: "فترة الفوترة",
  saving: (share, { tag }) =>
    `وفّر ${new Intl.NumberFormat(tag, { style: "percent" }).format(share)}`,
  currency: "العملة",
  perPeriod: (period, locale) =>
    period.interval === "one_time" ? "مرة واحدة" : `كل ${length(period, locale, "ar")}`,
  free: "مجانًا",
  onRequest: "عند الطلب",
  before: (amount) => `سابقًا: ${amount}`,
  monthly: (amount) => `${amount} شهريًا عند الدفع سنويًا`,
  trial: (days, _card, locale) => `أول ${span(days, "day", locale)} مجانًا`,
  thenFull: (amount, after) => `${after}، ثم ${amount}`,
  discountPeriods: (periods, period, locale) =>
    `لمدة ${length({ ...period, count: periods * period.count }, locale, "ar")}`,
  onceToday: (amount) => `بالإضافة إلى ${amount} مرة واحدة`,
  usageEstimate: (amount) => `بالإضافة إلى نحو ${amount} للاستخدام`,
  breakdown: "تفاصيل السعر",
  lineItem: "البند",
  lineAmount: "المبلغ",
  dueNow: "المستحق اليوم",
  everyPeriod: (period, locale) => `كل ${length(period, locale, "ar")}`,
  tax: "قبل الضريبة.",
  planStatus: (status, locale) => {
    switch (status.kind) {
      case "active":
        return "خطتك الحالية";
      case "trialing":
        return `تجربة حتى ${on(status.at, locale)}`;
      case "past_due":
        return `الدفع قبل ${on(status.at, locale)}`;
      case "ending":
        return `تنتهي في ${on(status.at, locale)}`;
      case "changing":
        return status.next
          ? `تتغير إلى ${status.next.name} في ${on(status.at, locale)}`
          : `تتغير في ${on(status.at, locale)}`;
      case "paused":
        return status.at ? `متوقفة مؤقتًا حتى ${on(status.at, locale)}` : "متوقفة مؤقتًا";
      case "suspended":
        return `موقوفة: ${{ unpaid: "لم تُدفع", disputed: "الدفع محل نزاع" }[status.reason]}`;
    }
  },
  everythingIn: (plan) => `كل ما في ${plan}، وأيضًا`,
  includes: "تشمل",
  same: (plan) => `كل ما في ${plan}.`,
  limit: (limit, { tag }) => (limit === "unlimited" ? "بلا حد" : limit.toLocaleString(tag)),
  units: (limit, feature, { tag }) =>
    limit === "unlimited" ? "بلا حد" : `${limit.toLocaleString(tag)} ${unitOf(feature)}`,
  amount: (limit, feature, { tag }) =>
    limit === "unlimited" ? "بلا حد" : `${limit.toLocaleString(tag)}${abbreviationOf(feature)}`,
  atMost: (amount) => `حتى ${amount}`,
  metered: (feature, _limit, reset) => (reset ? `${feature.name} شهريًا` : feature.name),
  beyond: (rate) => `ثم ${rate}`,
  includedThen: (units, rate, { tag }) =>
    units > 0 ? `${units.toLocaleString(tag)} ضمن السعر، ثم ${rate}` : rate,
  rate: (amount, _feature, size, { tag }) =>
    size === 1 ? `${amount} للوحدة` : `${amount} لكل ${size.toLocaleString(tag)}`,
  byTier: (tiers, model, { tag }) => {
    const cost = ({ rate, fee }: (typeof tiers)[number]) =>
      rate ? `${fee ? `${fee} زائد ` : ""}${rate} للوحدة` : (fee ?? "مجانًا");
    const parts = tiers.map((tier) => {
      if (tiers.length === 1) return cost(tier);
      const { from, upTo } = tier;
      if (model === "volume")
        return upTo === null
          ? `من ${from.toLocaleString(tag)} فصاعدًا ${cost(tier)}`
          : `حتى ${upTo.toLocaleString(tag)} ${cost(tier)}`;
      if (upTo === null) return `ثم ${cost(tier)}`;
      return `${from === 1 ? "أول" : "ثم"} ${(upTo - from + 1).toLocaleString(tag)} ${cost(tier)}`;
    });
    const all = parts.join("، ");
    if (model === "graduated" || tiers.length === 1) return all;
    return `${all}، ${tiers[0]?.from === 1 ? "للكمية كلها" : "لكل ما زاد عن ذلك"}`;
  },
  included: "مشمول",
  notIncluded: "غير مشمول",
  raised: "ارتفع إلى",
  changedBy: (names, { tag }) => `مع ${new Intl.ListFormat(tag).format(names)}`,
  changedByAddons: "الإضافات",
  until: (at, locale) => `حتى ${on(at, locale)}`,
  compare: "قارن الخطط",
  comparedFeature: "الميزة",
  asIn: (plan) => `كما في ${plan}`,
  addons: "الإضافات",
  fewer: (name) => `أقل: ${name}`,
  more: (name) => `أكثر: ${name}`,
  quantity: (feature, kind) => (kind === "usage" ? `المتوقع: ${feature.name}` : feature.name),
  tooMany: (limit) => `تنتهي هذه الخطة عند ${limit}. اختر عددًا أقل أو خطة أكبر.`,
  voucherLabel: "رمز القسيمة",
  voucherApply: "تطبيق",
  voucherApplying: "جارٍ التحقق",
  voucherRemove: (code) => `إزالة ${code}`,
  voucherApplied: (code) => `طُبّق ${code} على الأسعار أدناه`,
  voucherRedeem: (plan) => `استخدمها لخطة ${plan}`,
  voucherRedeemed: (code) => `استُخدم ${code}`,
  voucherUnknown: "لا توجد قسيمة بهذا الرمز، أو انتهت صلاحيتها. تحقق من الكتابة.",
  refusals: {
    used_up: "نفدت هذه القسيمة. استخدم رمزًا آخر.",
    expired: "انتهت صلاحية هذا الرمز.",
    already_redeemed: "لقد استخدمت هذا الرمز من قبل.",
    wrong_plan: "هذا الرمز ليس لهذه الخطة.",
    minimum_amount: "هذا الرمز لمشتريات أكبر.",
  },
  voucherEmpty: "اكتب رمزًا أولًا.",
  choose: {
    new: (plan) => `اختر ${plan}`,
    trial: () => "ابدأ التجربة المجانية",
    active: () => "خطتك",
    scheduled: () => "تبدأ قريبًا",
    renew: (plan) => `جدّد ${plan}`,
    upgrade: (plan) => `الترقية إلى ${plan}`,
    downgrade: (plan) => `التبديل إلى ${plan}`,
    switchInterval: () => "غيّر فترة الفوترة",
    contactSales: () => "تواصل معنا",
  },
  update: () => "حدّث الخطة",
  choosing: "لحظة",
  chosen: (plan) => `أنت الآن على خطة ${plan}.`,
  used: (used, limit) => `استُخدم ${used} من ${limit}`,
  usedWithoutLimit: (used) => `استُخدم ${used}، بلا حد`,
  remaining: (left) => `بقي ${left}`,
  warned: (left) => `أوشك على النفاد: بقي ${left}`,
  atLimit: "نفد",
  overLimit: (over) => `${over} فوق الحد، تُحتسب في نهاية الفترة`,
  resets: (at, locale) => `يبدأ من جديد في ${on(at, locale)}`,
  stale: "قد لا يكون محدّثًا",
  paywallUpgrade: "عرض الخطط",
  noticeBilling: "إلى الفوترة",
  notices: {
    offline: "لا يوجد اتصال. لا يمكن التحقق مما يحق لك استخدامه.",
    stale: "لا يوجد اتصال. قد لا يكون ما تراه محدّثًا.",
  },
  planNotice: (plan, status, locale) => {
    const day = status.at ? on(status.at, locale) : "";
    switch (status.kind) {
      case "trialing":
        return `تجربتك لخطة ${plan} مستمرة حتى ${day}.`;
      case "past_due":
        return `فشلت آخر عملية دفع. ادفع قبل ${day} للاحتفاظ بخطة ${plan}.`;
      case "ending":
        return `تنتهي ${plan} في ${day}.`;
      case "changing":
        return status.next
          ? `تتغير ${plan} إلى ${status.next.name} في ${day}.`
          : `تتغير ${plan} في ${day}.`;
      case "paused":
        return `${plan} متوقفة مؤقتًا${day ? ` حتى ${day}` : ""}.`;
      case "suspended":
        return `${plan} موقوفة: ${status.reason === "disputed" ? "الدفع محل نزاع" : "لم تُدفع"}.`;
      default:
        return "";
    }
  },
};
