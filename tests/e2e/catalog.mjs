// The catalogue of the tests: an API platform with a free plan, a paid one and a large one, and what the rules need
// beside them. Every call gives a fresh document.

const features = [
  { key: "api-calls", name: "API calls", kind: "meter", unit: "call", aggregation: "sum" },
  { key: "seats", name: "Seats", kind: "meter", unit: "seat", aggregation: "last" },
  { key: "storage", name: "Storage", kind: "meter", unit: "MB", aggregation: "last" },
  { key: "jobs", name: "Jobs", kind: "meter", unit: "job", aggregation: "sum" },
  { key: "sso", name: "Single sign-on", kind: "boolean" },
  { key: "analytics", name: "Advanced analytics", kind: "boolean" },
  {
    key: "support-level",
    name: "Support",
    kind: "config",
    values: ["community", "email", "priority"],
    default: "community",
  },
  { key: "beta-dashboard", name: "Beta dashboard", kind: "flag", default: false },
  { key: "half", name: "Half", kind: "flag", default: false, rollout: 50 },
];

const plans = [
  {
    key: "starter",
    name: "Starter",
    entitlements: {
      "api-calls": {
        limit: 1000,
        enforcement: "hard",
        reset: "month",
        anchor: "calendar",
        warnAt: [80, 100],
      },
      seats: { limit: 1 },
      storage: { limit: 5000, enforcement: "soft" },
    },
    prices: [],
    display: { order: 1, cta: "Start free" },
  },
  {
    key: "pro",
    name: "Pro",
    inherits: "starter",
    entitlements: {
      "api-calls": {
        limit: 10000,
        enforcement: "soft",
        reset: "month",
        anchor: "billing",
        softCap: 20000,
      },
      seats: { limit: 25 },
      analytics: true,
      "support-level": "email",
    },
    prices: [
      {
        key: "pro-monthly",
        interval: "month",
        components: [
          { model: "flat", amount: 4900, amounts: { eur: 4500, jpy: 7400 } },
          {
            model: "per_unit",
            meter: "seats",
            included: 3,
            unitAmount: "1200",
            amounts: { eur: "1100", jpy: "1800" },
          },
          {
            model: "metered",
            meter: "api-calls",
            included: 10000,
            scheme: { model: "package", size: 1000, amount: 50, amounts: { eur: 45, jpy: 75 } },
          },
        ],
      },
      {
        key: "pro-yearly",
        interval: "year",
        components: [{ model: "flat", amount: 49000, amounts: { eur: 45000, jpy: 74000 } }],
      },
    ],
    addons: [
      { addon: "extra-calls", max: 20 },
      { addon: "onboarding", max: 1 },
    ],
    display: { order: 2, highlight: true, badge: "Most popular" },
    changes: { upgrade: "now", downgrade: "now", usageOnUpgrade: "keep" },
  },
  {
    key: "enterprise",
    name: "Enterprise",
    inherits: "pro",
    entitlements: {
      "api-calls": { limit: "unlimited" },
      seats: { limit: "unlimited" },
      sso: true,
      "support-level": "priority",
    },
    prices: [
      {
        key: "enterprise-monthly",
        interval: "month",
        components: [
          {
            model: "graduated",
            meter: "seats",
            tiers: [
              { upTo: 5, unitAmount: "1000" },
              { upTo: 20, unitAmount: "800" },
              { upTo: 50, unitAmount: "600" },
              { unitAmount: "500", flatAmount: 0 },
            ],
          },
        ],
      },
    ],
    display: { order: 3, contact: "https://example.com/sales" },
  },
  {
    key: "tried",
    name: "Tried",
    group: "trials",
    // biome-ignore lint/suspicious/noThenProperty: the name of the field in the document
    trial: { days: 14, card: false, then: "paid" },
    entitlements: { analytics: true },
    prices: [
      { key: "tried-monthly", interval: "month", components: [{ model: "flat", amount: 900 }] },
    ],
  },
  {
    key: "fifty",
    name: "Fifty jobs",
    group: "jobs",
    entitlements: { jobs: { limit: 50, enforcement: "hard", reset: "never" } },
    prices: [],
  },
  { key: "old", name: "Old", status: "archived", entitlements: {}, prices: [] },
  { key: "drafted", name: "Drafted", status: "draft", entitlements: {}, prices: [] },
];

const addons = [
  {
    key: "extra-calls",
    name: "5,000 more calls",
    entitlements: { "api-calls": { limit: 5000, merge: "add" } },
    prices: [
      {
        key: "extra-calls-monthly",
        interval: "month",
        components: [{ model: "per_unit", unitAmount: "1900", amounts: { eur: "1700" } }],
      },
    ],
  },
  {
    key: "onboarding",
    name: "Premium onboarding",
    entitlements: {},
    prices: [
      {
        key: "onboarding-once",
        interval: "one_time",
        components: [{ model: "flat", amount: 29900 }],
      },
    ],
  },
];

const sso = { entitlements: { sso: { value: true, for: "P6M" } } };

const vouchers = [
  {
    key: "welcome20",
    codes: ["WELCOME20"],
    effects: { discount: { percent: 20, duration: "once" } },
  },
  {
    key: "acme-500",
    codes: ["ACME-500"],
    effects: { entitlements: { "api-calls": { limit: 500, merge: "add", for: "P6M" } } },
  },
  {
    key: "beta-six-months",
    codes: ["BETA6"],
    effects: { flags: { "beta-dashboard": { value: true, for: "P6M" } } },
  },
  {
    key: "big-deal",
    codes: ["BIGDEAL"],
    effects: {
      discount: { percent: 30, duration: { repeating: 12 } },
      entitlements: {
        "api-calls": { limit: 50000, merge: "add", for: "P12M" },
        sso: { value: true, for: "P12M" },
      },
      flags: { "beta-dashboard": { value: true, for: "P12M" } },
    },
    constraints: {
      plans: ["pro", "enterprise"],
      minimumAmount: { usd: 2000, eur: 2000 },
      stacks: false,
    },
  },
  {
    key: "past",
    codes: ["PAST"],
    effects: sso,
    constraints: { expiresAt: "2020-01-01T00:00:00Z" },
  },
  {
    key: "future",
    codes: ["FUTURE"],
    effects: sso,
    constraints: { startsAt: "2999-01-01T00:00:00Z" },
  },
  { key: "vip-only", codes: ["VIP"], effects: sso, constraints: { customers: ["vip"] } },
  { key: "first-two", codes: ["FIRST2"], effects: sso, constraints: { maxRedemptions: 2 } },
  { key: "first-twenty", codes: ["FIRST20"], effects: sso, constraints: { maxRedemptions: 20 } },
  { key: "newcomers", codes: ["NEWCOMER"], effects: sso, constraints: { firstPurchase: true } },
];

export const catalog = () =>
  JSON.parse(JSON.stringify({ version: 1, currency: "usd", features, plans, addons, vouchers }));
