// An API that is sold by plan: gates in front of two routes, decided here, with no request to anybody.

import { randomUUID } from "node:crypto";
import { gate } from "@tollgate/js/express";
import express from "express";
import { tollgate } from "./tollgate.mjs";

const { TOLLGATE_ENDPOINT, TOLLGATE_ENVIRONMENT, PORT = "3000" } = process.env;
const tokens = { issuer: TOLLGATE_ENDPOINT, audience: TOLLGATE_ENVIRONMENT };

const app = express();

app.get("/", (_, res) => {
  res.send("GET /reports comes with Pro; POST /forecasts counts as one call.\n");
});

// On or off: whoever has `analytics` gets in.
app.get("/reports", gate({ ...tokens, feature: "analytics" }), (req, res) => {
  const { customer, plans } = req.tollgate.token;
  res.json({ customer, plans, reports: ["calls-by-day", "calls-by-endpoint"] });
});

// Counted: the gate turns away whom the token already shows at the limit. The edge counts, and has the last word.
app.post("/forecasts", gate({ ...tokens, feature: "api-calls" }), async (req, res) => {
  const { customer } = req.tollgate.token;
  const [{ decision }] = await tollgate.recordUsage({
    customer,
    feature: "api-calls",
    // The same key again is not counted again: a client that retries sends the key it sent before.
    key: req.get("Idempotency-Key") ?? randomUUID(),
  });
  if (!decision.allowed) {
    res.status(429).json({ code: "limit_reached", resetsAt: decision.resetsAt });
    return;
  }
  res.json({ forecast: "high water at 14:20, 5.1 m", used: decision.used });
});

app.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on port ${PORT}`));
