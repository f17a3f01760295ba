/** For servers that speak `Request` and `Response`: gates in front of routes, and a client of the API. */

export {
  type ServerCheckOptions,
  TollgateOperator,
  type TollgateOperatorOptions,
  TollgateServer,
  type TollgateServerOptions,
} from "./server/client.js";
export * from "./server/gate.js";
export type { List, Page, PageQuery } from "./server/list.js";
export type { ListOptions, Schemas } from "./server/resources.js";
export type { PostOptions, RequestOptions, VersionOptions } from "./server/transport.js";
