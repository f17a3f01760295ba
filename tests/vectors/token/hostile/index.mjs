// Makes hostile.json: tokens that somebody could send, each with what it must be answered, which is written here by
// hand. `node tests/vectors/token/hostile/index.mjs` writes it; a test holds it to what is made here.
//
// `jose`, `pyjwt` and `noble` say what those make of a token where it is not what we do, and `why` says why that is so.
// noble is asked about the signature alone, so only about cases of that part and those that are accepted.

import { writeFile } from "node:fs/promises";
import { contents } from "./claims.mjs";
import { clock } from "./clock.mjs";
import { differences } from "./differences.mjs";
import { form } from "./form.mjs";
import { headers } from "./header.mjs";
import { audience, issuer, now } from "./making.mjs";
import { jwks, signatures } from "./signature.mjs";

const parts = { form, header: headers, signature: signatures, claims: contents, clock };

/** What others make of a case where it is not what we do, and why. */
function others({ name, code }) {
  const difference = differences[name];
  if (!difference) return {};
  const verdict = code ? "accepts" : "refuses";
  const verdicts = Object.fromEntries([...difference.differ].map((library) => [library, verdict]));
  return { ...verdicts, why: [...difference.whys].join("; ") };
}

/** The corpus, as a value. */
export function corpus() {
  const cases = Object.entries(parts).flatMap(([part, list]) =>
    list.map(({ name, token, code, fault, decisions = [], ...rest }) => ({
      name,
      part,
      ...rest,
      ...(code
        ? { expect: { code, ...(fault ? { fault } : {}) } }
        : {
            asks: decisions.map(({ feature }) => ({ feature })),
            expect: { decisions: decisions.map(({ decision }) => decision) },
          }),
      ...others({ name, code }),
      token,
    })),
  );
  const names = new Set(cases.map(({ name }) => name));
  for (const name of Object.keys(differences)) {
    if (!names.has(name)) throw new Error(`a difference is explained for no case: ${name}`);
  }
  if (names.size !== cases.length) throw new Error("two cases have one name");
  return {
    kind: "token",
    about: "tokens that somebody could send; made by hostile/index.mjs",
    issuer,
    audience,
    now: new Date(now * 1_000).toISOString().replace(".000", ""),
    jwks,
    cases,
  };
}

/** The text of the file: one case a line. */
export function written() {
  const { cases, ...head } = corpus();
  const lines = cases.map((one) => `    ${JSON.stringify(one)}`).join(",\n");
  return `${JSON.stringify(head, null, 2).replace(/\n}$/, "")},\n  "cases": [\n${lines}\n  ]\n}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await writeFile(new URL("../hostile.json", import.meta.url), written());
}
