/** What is for sale. */
export const pricing = {
  catalogVersion: 3,
  version: 1,
  currency: "usd",
  features: [
    { key: "seats", name: "Seats", kind: "meter", unit: "seat", aggregation: "last" },
    { key: "api-calls", name: "API calls", kind: "meter", aggregation: "sum" },
    { key: "sso", name: "Single sign-on", kind: "boolean" },
  ],
  plans: [
    {
      key: "starter",
      name: "Starter",
      group: "default",
      status: "active",
      entitlements: { "api-calls": { limit: 1000 } },
      prices: [],
      addons: [],
      display: { highlight: false },
      changes: { upgrade: "now", downgrade: "periodEnd", usageOnUpgrade: "keep" },
      inherited: [],
      currencies: {},
    },
    {
      key: "pro",
      name: "Pro",
      group: "default",
      status: "active",
      inherits: "starter",
      entitlements: { "api-calls": { limit: 10000 }, seats: { limit: 25 } },
      prices: [
        {
          key: "pro-monthly",
          interval: "month",
          intervalCount: 1,
          components: [
            { model: "flat", amount: 4900, amounts: { eur: 4500 } },
            {
              model: "per_unit",
              meter: "seats",
              included: 3,
              unitAmount: "1200",
              amounts: { eur: "1100" },
            },
          ],
        },
      ],
      addons: [{ addon: "extra-calls", max: 20 }],
      display: { highlight: true, order: 2 },
      changes: { upgrade: "now", downgrade: "periodEnd", usageOnUpgrade: "keep" },
      inherited: ["api-calls"],
      currencies: { "pro-monthly": ["usd", "eur"] },
    },
  ],
  addons: [
    {
      key: "extra-calls",
      name: "5,000 more calls",
      status: "active",
      entitlements: { "api-calls": { limit: 5000, merge: "add" } },
      prices: [
        {
          key: "extra-calls-monthly",
          interval: "month",
          intervalCount: 1,
          components: [{ model: "per_unit", unitAmount: "1900" }],
        },
      ],
    },
  ],
};
