import { index, type RouteConfig, route } from "@react-router/dev/routes";

export default [
  index("routes/today.tsx"),
  route("reports", "routes/reports.tsx"),
  route("pricing", "routes/pricing.tsx"),
  route("session", "routes/session.ts"),
] satisfies RouteConfig;
