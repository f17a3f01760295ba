import { abbreviationOf, length, on, span, type TextOverrides, unitOf } from "./language.js";

/** Japanese. */
export const ja: TextOverrides = {
  plans: "プラン",
  loading: "プランを読み込んでいます",
  empty: "現在ご利用いただけるプランはありません。",
  failed: "プランを読み込めませんでした。接続を確認して、もう一度お試しください。",
  retry: "再試行",
  period: ({ interval }) =>
    ({ month: "月払い", year: "年払い", week: "週払い", day: "日払い" })[interval as "month"] ??
    "一回払い",
  billing: "お支払い周期",
  saving: (share, { tag }) =>
    `${new Intl.NumberFormat(tag, { style: "percent" }).format(share)} お得`,
  currency: "通貨",
  perPeriod: (period, locale) =>
    period.interval === "one_time" ? "一回のみ" : `${length(period, locale, "ja")}ごと`,
  free: "無料",
  onRequest: "お問い合わせ",
  before: (amount) => `変更前: ${amount}`,
  monthly: (amount) => `月あたり${amount}（年払い）`,
  trial: (days, _card, locale) => `最初の${span(days, "day", locale)}は無料`,
  thenFull: (amount, after) => `${after}、以降${amount}`,
  discountPeriods: (periods, period, locale) =>
    `最初の${length({ ...period, count: periods * period.count }, locale, "ja")}`,
  onceToday: (amount) => `別途一回のみ${amount}`,
  usageEstimate: (amount) => `別途ご利用分 約${amount}`,
  breakdown: "料金の内訳",
  lineItem: "項目",
  lineAmount: "金額",
  dueNow: "本日のお支払い",
  everyPeriod: (period, locale) => `${length(period, locale, "ja")}ごと`,
  tax: "税別",
  planStatus: (status, locale) => {
    switch (status.kind) {
      case "active":
        return "現在のプラン";
      case "trialing":
        return `${on(status.at, locale)}まで試用`;
      case "past_due":
        return `${on(status.at, locale)}までにお支払い`;
      case "ending":
        return `${on(status.at, locale)}に終了`;
      case "changing":
        return `${on(status.at, locale)}に${status.next ? `${status.next.name}へ` : ""}変更`;
      case "paused":
        return status.at ? `${on(status.at, locale)}まで休止` : "休止中";
      case "suspended":
        return `停止中：${{ unpaid: "未払い", disputed: "支払いに異議" }[status.reason]}`;
    }
  },
  everythingIn: (plan) => `${plan}のすべてに加えて`,
  includes: "含まれるもの",
  same: (plan) => `${plan}のすべて`,
  limit: (limit, { tag }) => (limit === "unlimited" ? "無制限" : limit.toLocaleString(tag)),
  units: (limit, feature, { tag }) =>
    limit === "unlimited" ? "無制限" : `${limit.toLocaleString(tag)} ${unitOf(feature)}`,
  amount: (limit, feature, { tag }) =>
    limit === "unlimited" ? "無制限" : `${limit.toLocaleString(tag)}${abbreviationOf(feature)}`,
  atMost: (amount) => `最大${amount}`,
  metered: (feature, _limit, reset) => (reset ? `${feature.name}（月間）` : feature.name),
  beyond: (rate) => `超過分 ${rate}`,
  includedThen: (units, rate, { tag }) =>
    units > 0 ? `${units.toLocaleString(tag)}まで込み、以降${rate}` : rate,
  rate: (amount, _feature, size, { tag }) =>
    size === 1 ? `1あたり${amount}` : `${size.toLocaleString(tag)}あたり${amount}`,
  byTier: (tiers, model, { tag }) => {
    const cost = ({ rate, fee }: (typeof tiers)[number]) =>
      rate ? `${fee ? `${fee}＋` : ""}1あたり${rate}` : (fee ?? "無料");
    const parts = tiers.map((tier) => {
      if (tiers.length === 1) return cost(tier);
      const { from, upTo } = tier;
      if (model === "volume")
        return upTo === null
          ? `${from.toLocaleString(tag)}から${cost(tier)}`
          : `${upTo.toLocaleString(tag)}まで${cost(tier)}`;
      if (upTo === null) return `以降は${cost(tier)}`;
      return `${from === 1 ? "最初の" : "次の"}${(upTo - from + 1).toLocaleString(tag)}は${cost(tier)}`;
    });
    const all = parts.join("、");
    if (model === "graduated" || tiers.length === 1) return all;
    return `${all}（${tiers[0]?.from === 1 ? "全数" : "超過分すべて"}に適用）`;
  },
  included: "含まれる",
  notIncluded: "含まれない",
  raised: "引き上げ後",
  changedBy: (names, { tag }) => `${new Intl.ListFormat(tag).format(names)}により`,
  changedByAddons: "オプション",
  until: (at, locale) => `${on(at, locale)}まで`,
  compare: "プランの比較",
  comparedFeature: "機能",
  asIn: (plan) => `${plan}と同じ`,
  addons: "オプション",
  fewer: (name) => `減らす: ${name}`,
  more: (name) => `増やす: ${name}`,
  quantity: (feature, kind) => (kind === "usage" ? `${feature.name}の見込み` : feature.name),
  tooMany: (limit) => `このプランは${limit}までです。数を減らすか、上のプランをお選びください。`,
  voucherLabel: "クーポンコード",
  voucherApply: "適用",
  voucherApplying: "確認中",
  voucherRemove: (code) => `${code}を外す`,
  voucherApplied: (code) => `${code}を下の料金に適用しました`,
  voucherRedeem: (plan) => `${plan}で使う`,
  voucherRedeemed: (code) => `${code}を使用しました`,
  voucherUnknown: "このコードは存在しないか、期限が切れています。入力をご確認ください。",
  refusals: {
    used_up: "このコードは配布を終了しました。別のコードをお使いください。",
    expired: "このコードは期限切れです。",
    already_redeemed: "このコードは使用済みです。",
    wrong_plan: "このコードはこのプランでは使えません。",
    minimum_amount: "このコードは、より大きなご購入で使えます。",
  },
  voucherEmpty: "コードを入力してください。",
  choose: {
    new: (plan) => `${plan}を選ぶ`,
    trial: () => "無料で試す",
    active: () => "ご利用中",
    scheduled: () => "まもなく開始",
    renew: (plan) => `${plan}を更新`,
    upgrade: (plan) => `${plan}に変更`,
    downgrade: (plan) => `${plan}に変更`,
    switchInterval: () => "支払い周期を変更",
    contactSales: () => "お問い合わせ",
  },
  update: () => "プランを更新",
  choosing: "お待ちください",
  chosen: (plan) => `${plan}になりました。`,
  used: (used, limit) => `${limit}中${used}使用`,
  usedWithoutLimit: (used) => `${used}使用、上限なし`,
  remaining: (left) => `残り${left}`,
  warned: (left) => `残りわずか: ${left}`,
  atLimit: "上限に達しました",
  overLimit: (over) => `上限を${over}超過、期末に請求`,
  resets: (at, locale) => `${on(at, locale)}にリセット`,
  stale: "最新でない可能性があります",
  paywallUpgrade: "プランを見る",
  noticeBilling: "お支払いへ",
  notices: {
    offline: "接続がありません。ご利用可能な内容を確認できません。",
    stale: "接続がありません。表示は最新でない可能性があります。",
  },
  planNotice: (plan, status, locale) => {
    const day = status.at ? on(status.at, locale) : "";
    switch (status.kind) {
      case "trialing":
        return `${plan}の試用期間は${day}までです。`;
      case "past_due":
        return `お支払いに失敗しました。${plan}を続けるには${day}までにお支払いください。`;
      case "ending":
        return `${plan}は${day}に終了します。`;
      case "changing":
        return `${plan}は${day}に${status.next ? `${status.next.name}へ` : ""}変更されます。`;
      case "paused":
        return `${plan}は${day ? `${day}まで` : ""}休止しています。`;
      case "suspended":
        return `${plan}は停止しています：${status.reason === "disputed" ? "お支払いに異議が出ています" : "お支払いが済んでいません"}。`;
      default:
        return "";
    }
  },
};
