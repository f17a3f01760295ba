/** On Pro, by the month, with five seats. */
export const subscription = {
  id: "sub_1",
  plan: "pro",
  planVersion: 3,
  group: "default",
  price: "pro-monthly",
  currency: "usd",
  quantities: { seats: 5 },
  addons: {},
  status: "active",
  createdAt: "2026-01-01T00:00:00Z",
  anchor: "2026-01-01T00:00:00Z",
  interval: "month",
  intervalCount: 1,
  trialEnd: null,
  endsAt: null,
  currentPeriod: { start: "2026-09-01T00:00:00Z", end: "2026-10-01T00:00:00Z" },
};
