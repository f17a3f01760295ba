// Settings of the start command from environment variables, checked before anything happens.

import { isAbsolute, join } from "node:path";
import { root } from "../command.mjs";
import { Refusal } from "../log.mjs";

/**
 * @typedef {object} Settings
 * @property {number} port
 * @property {string} data the data folder, absolute
 * @property {string} baseUrl where callers reach the edge; the issuer of tokens; without a final slash
 * @property {string | undefined} operatorKey
 * @property {string | undefined} masterSecret
 */

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {Settings}
 */
export function readSettings(environment) {
  const port = readPort(environment.PORT || "8787");
  const data = environment.TOLLGATE_DATA || ".data";
  const operatorKey = environment.TOLLGATE_OPERATOR_KEY || undefined;
  const masterSecret = environment.TOLLGATE_MASTER_SECRET || undefined;
  if (operatorKey !== undefined) checkOperatorKey(operatorKey);
  if (masterSecret !== undefined) checkMasterSecret(masterSecret);
  return {
    port,
    data: isAbsolute(data) ? data : join(root, data),
    baseUrl: readBaseUrl(environment.TOLLGATE_BASE_URL || `http://127.0.0.1:${port}`),
    operatorKey,
    masterSecret,
  };
}

function readPort(text) {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port < 1 || port > 65535) {
    throw new Refusal(`PORT is \`${text}\`; give a number from 1 to 65535`);
  }
  return port;
}

function readBaseUrl(text) {
  const url = URL.parse(text);
  if (!url || !["http:", "https:"].includes(url.protocol) || url.search || url.hash) {
    throw new Refusal(
      `TOLLGATE_BASE_URL is \`${text}\`; give an address such as https://tollgate.example.com`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

/** @param {string} key */
export function checkOperatorKey(key, where = "TOLLGATE_OPERATOR_KEY") {
  if (!/^[\x21-\x7e]{32,512}$/.test(key)) {
    throw new Refusal(
      `${where} must be 32 to 512 printable characters without spaces, and has ${key.length}; make one with \`openssl rand -hex 32\``,
    );
  }
}

/** @param {string} secret */
export function checkMasterSecret(secret, where = "TOLLGATE_MASTER_SECRET") {
  const bytes = Buffer.from(secret, "base64");
  if (bytes.length !== 32 || bytes.toString("base64") !== secret) {
    throw new Refusal(
      `${where} must be 32 bytes in base64; make one with \`openssl rand -base64 32\``,
    );
  }
}
