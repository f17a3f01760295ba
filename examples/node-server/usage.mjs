// Usage, recorded at the edge with the secret key: what a browser says of its own usage is worth nothing.

const { TOLLGATE_ENDPOINT, TOLLGATE_SECRET_KEY } = process.env;

/**
 * @param {{ customer: string, feature: string, value: number, key: string }} event
 * @returns {Promise<{ status: "accepted" | "duplicate" | "refused", decision: import("@tollgate/js").Decision }>}
 */
export async function recordUsage(event) {
  const answer = await fetch(`${TOLLGATE_ENDPOINT}/v1/usage`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${TOLLGATE_SECRET_KEY}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`usage was not recorded: ${await answer.text()}`);
  const { results } = await answer.json();
  return results[0];
}
