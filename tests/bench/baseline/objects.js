// The objects of the baseline: one document each in SQLite, read by one statement on every request.

import { DurableObject } from "cloudflare:workers";

class SqlDocument extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec(
      "CREATE TABLE IF NOT EXISTS document (one INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    );
  }

  async fetch(request) {
    if (request.method === "PUT") {
      const text = await request.text();
      this.sql.exec(
        "INSERT INTO document VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET text = ?",
        text,
        text,
      );
      return new Response(null, { status: 204 });
    }
    const [row] = this.sql.exec("SELECT text FROM document WHERE one = 1").raw();
    return row ? new Response(row[0]) : new Response(null, { status: 404 });
  }
}

/** Hashes of keys, and the signing key. */
export class Environment extends SqlDocument {}

/** What a customer may use, and what is shown of them. */
export class Customer extends SqlDocument {}
