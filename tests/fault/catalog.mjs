// The catalogue of the kills: one hard limit that everybody runs into, one that nobody reaches, plans to move between,
// and vouchers with fewer uses than customers.

/** Units of `jobs` that a customer may ever use. */
export const JOBS = 40;
/** At these percentages of `JOBS` an event is due. */
export const WARNINGS = [50, 100];
/** Uses of each voucher, by key. */
export const USES = { scarce: 5, bundle: 6, singles: 6 };

const meter = (limit, more) => ({ limit, enforcement: "hard", reset: "never", ...more });
const flat = (key, amount) => ({
  key,
  interval: "month",
  components: [{ model: "flat", amount }],
});
const tier = (key, amount) => ({
  key,
  name: key,
  group: "tier",
  entitlements: { seats: { limit: amount / 100 } },
  prices: [flat(`${key}-monthly`, amount)],
  addons: [{ addon: "extra", max: 9 }],
  changes: { upgrade: "now", downgrade: "now", usageOnUpgrade: "keep" },
});

/** @param {string} marker the name of the first plan: tells one version from another */
export const catalog = (marker) => ({
  version: 1,
  currency: "usd",
  features: [
    { key: "jobs", name: "Jobs", kind: "meter", unit: "job", aggregation: "sum" },
    { key: "calls", name: "Calls", kind: "meter", unit: "call", aggregation: "sum" },
    { key: "seats", name: "Seats", kind: "meter", unit: "seat", aggregation: "last" },
    { key: "sso", name: "Single sign-on", kind: "boolean" },
    { key: "analytics", name: "Analytics", kind: "boolean" },
    { key: "beta", name: "Beta", kind: "flag", default: false },
  ],
  plans: [
    {
      key: "base",
      name: marker,
      entitlements: {
        jobs: meter(JOBS, { warnAt: WARNINGS }),
        calls: meter(9_000_000_000_000),
      },
      prices: [],
    },
    tier("bronze", 1_000),
    tier("silver", 2_000),
    tier("gold", 3_000),
  ],
  addons: [
    {
      key: "extra",
      name: "Extra",
      entitlements: { seats: { limit: 5, merge: "add" } },
      prices: [flat("extra-monthly", 500)],
    },
  ],
  vouchers: [
    {
      key: "scarce",
      codes: ["SCARCE"],
      effects: { entitlements: { sso: { value: true, for: "P6M" } } },
      constraints: { maxRedemptions: USES.scarce },
    },
    {
      key: "bundle",
      codes: ["BUNDLE"],
      effects: { flags: { beta: { value: true, for: "P6M" } } },
      constraints: { maxRedemptions: USES.bundle },
    },
  ],
});

/** A voucher whose codes are made by request, each good for one use. */
export const singles = {
  key: "singles",
  codes: [],
  effects: { entitlements: { analytics: { value: true, for: "P6M" } } },
};
