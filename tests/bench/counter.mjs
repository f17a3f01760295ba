// Usage with a hard limit and idempotency on PostgreSQL: an event row and a counter row in one transaction.

import { CLIENTS } from "./load.mjs";

const TABLES = `
  CREATE TABLE counter (
    customer text NOT NULL, feature text NOT NULL, used bigint NOT NULL, quota bigint NOT NULL,
    PRIMARY KEY (customer, feature)
  ) WITH (fillfactor = 50);
  CREATE TABLE event (
    customer text NOT NULL, key text NOT NULL, feature text NOT NULL, value bigint NOT NULL,
    used bigint, at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer, key)
  );
  INSERT INTO counter VALUES ('hot', 'api-calls', 0, 9000000000000);`;

// Both rows are one transaction either way.
const INSERT = {
  name: "insert",
  text: `INSERT INTO event (customer, key, feature, value) VALUES ($1, $2, $3, $4)
    ON CONFLICT (customer, key) DO NOTHING RETURNING value`,
};
const COUNT = {
  name: "count",
  text: `UPDATE counter SET used = used + $3
    WHERE customer = $1 AND feature = $2 AND used + $3 <= quota RETURNING used, quota`,
};
const BOTH = {
  name: "both",
  text: `WITH fresh AS (
      INSERT INTO event (customer, key, feature, value) VALUES ($1, $2, $3, $4)
      ON CONFLICT (customer, key) DO NOTHING RETURNING value
    )
    UPDATE counter SET used = used + fresh.value FROM fresh
    WHERE customer = $1 AND feature = $3 AND used + fresh.value <= quota RETURNING used, quota`,
};

/** How the two rows are written: as an application does it, or in one statement, which spares round trips. */
export const ways = {
  async transaction(client, customer, feature, key, value) {
    await client.query("BEGIN");
    const event = await client.query({ ...INSERT, values: [customer, key, feature, value] });
    const counted =
      event.rowCount && (await client.query({ ...COUNT, values: [customer, feature, value] }));
    await client.query("COMMIT");
    return counted?.rows[0];
  },
  async statement(client, customer, feature, key, value) {
    const counted = await client.query({ ...BOTH, values: [customer, key, feature, value] });
    return counted.rows[0];
  },
};

/**
 * @param {Awaited<ReturnType<typeof import("./postgres.mjs").startPostgres>>} postgres
 * @returns {Promise<{ record: (way: keyof typeof ways, seconds: number) => Promise<number>, end: () => Promise<void> }>}
 *   `record` gives events a second of one hot customer from all clients
 */
export async function openCounter(postgres) {
  const pool = postgres.pool(CLIENTS);
  await pool.query(TABLES);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()));
  let number = 0;
  return {
    async record(way, seconds) {
      let events = 0;
      const begun = performance.now();
      const until = begun + seconds * 1000;
      await Promise.all(
        clients.map(async (client) => {
          while (performance.now() < until) {
            number += 1;
            const counted = await ways[way](client, "hot", "api-calls", `event-${number}`, 1);
            if (!counted) throw new Error("PostgreSQL did not count an event");
            events += 1;
          }
        }),
      );
      return (events * 1000) / (performance.now() - begun);
    },
    async end() {
      for (const client of clients) client.release();
      await pool.end();
    },
  };
}
