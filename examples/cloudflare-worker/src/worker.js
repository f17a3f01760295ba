// A Worker that sells forecasts: the token is verified in it, wherever in the world it runs.

import { gate } from "@tollgate/js/server";

/** What each path needs. */
const features = { "/reports": "analytics", "/forecasts": "api-calls" };

export default {
  /**
   * @param {Request} request
   * @param {{ TOLLGATE_ENDPOINT: string, TOLLGATE_ENVIRONMENT: string }} env
   */
  async fetch(request, env) {
    const feature = features[new URL(request.url).pathname];
    if (!feature) return new Response("Try /reports or /forecasts.\n", { status: 404 });

    const ask = gate({
      issuer: env.TOLLGATE_ENDPOINT,
      audience: env.TOLLGATE_ENVIRONMENT,
      feature,
    });
    const answer = await ask(request);
    if (!answer.allowed) return answer.response;

    const { token, decision } = answer;
    return Response.json({
      customer: token.customer,
      // Finer for whoever pays for it.
      resolution: token.value("resolution", "4 km"),
      left: decision.remaining,
    });
  },
};
