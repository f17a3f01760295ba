/** The endpoints for servers, by resource. */

import { List, type PageQuery } from "./list.js";
import type { components } from "./openapi.js";
import type { PostOptions, Query, RequestOptions, Transport, VersionOptions } from "./transport.js";

/** The bodies of requests and answers by name, such as `Schemas["Customer"]`. */
export type Schemas = components["schemas"];

type CatalogQuery = Query<"get", "/v1/catalog">;
type PublishQuery = Query<"put", "/v1/catalog">;
type EntitlementsQuery = Query<"get", "/v1/customers/{customer}/entitlements">;

/** Which rows of a list. */
export interface ListOptions extends PageQuery, RequestOptions {}

class Resource {
  protected readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }
}

/** The catalogue: plans, features, add-ons and vouchers of an environment. */
export class CatalogResource extends Resource {
  /** The catalogue that is in force, or the version that is asked for. */
  get({ version, ...options }: CatalogQuery & RequestOptions = {}) {
    const query = version === undefined ? {} : { version };
    return this.transport.send("get", "/v1/catalog", { query }, options);
  }

  /** Publishes a document, as an object or as the text of YAML; with `dryRun` says only what that would change. */
  put(
    document: Schemas["CatalogInput"] | string,
    { dryRun, applyTo, ...options }: PublishQuery & VersionOptions = {},
  ) {
    const query = {
      ...(dryRun === undefined ? {} : { dryRun }),
      ...(applyTo === undefined ? {} : { applyTo }),
    };
    return this.transport.send("put", "/v1/catalog", { query, body: document }, options);
  }

  /** The versions that were published, the newest first. */
  versions(options: ListOptions = {}) {
    return new List(
      (query) => this.transport.send("get", "/v1/catalog/versions", { query }, options),
      options,
    );
  }
}

/** Customers, by the ids that you give them. */
export class CustomersResource extends Resource {
  /** The customers, the oldest first. */
  list(options: ListOptions = {}) {
    return new List(
      (query) => this.transport.send("get", "/v1/customers", { query }, options),
      options,
    );
  }

  get(customer: string, options?: RequestOptions) {
    return this.transport.send("get", "/v1/customers/{customer}", { path: { customer } }, options);
  }

  /** Makes a customer, or replaces the profile of the one that there is. */
  put(customer: string, profile?: Schemas["Profile"], options?: VersionOptions) {
    const input = { path: { customer }, body: profile };
    return this.transport.send("put", "/v1/customers/{customer}", input, options);
  }

  /** Changes a profile; what is absent stays. */
  update(customer: string, profile: Schemas["Profile"], options?: VersionOptions) {
    const input = { path: { customer }, body: profile };
    return this.transport.send("patch", "/v1/customers/{customer}", input, options);
  }

  delete(customer: string, options?: VersionOptions) {
    const input = { path: { customer } };
    return this.transport.send("delete", "/v1/customers/{customer}", input, options);
  }
}

/** What customers are entitled to. */
export class EntitlementsResource extends Resource {
  /** Everything of one customer, with `explain` where it comes from, with `at` as it will be then. */
  get(customer: string, { explain, at, ...options }: EntitlementsQuery & RequestOptions = {}) {
    const query = {
      ...(explain === undefined ? {} : { explain }),
      ...(at === undefined ? {} : { at }),
    };
    const input = { path: { customer }, query };
    return this.transport.send("get", "/v1/customers/{customer}/entitlements", input, options);
  }

  /** That of up to 100 customers at once, all or up to 100 features. */
  query(question: Schemas["EntitlementsQuery"], options?: PostOptions) {
    return this.transport.send("post", "/v1/entitlements/query", { body: question }, options);
  }
}

/** Subscriptions of customers, and their add-ons. */
export class SubscriptionsResource extends Resource {
  /** Those of a customer, the oldest first, ended ones included. */
  list(customer: string, options: ListOptions = {}) {
    const path = "/v1/customers/{customer}/subscriptions";
    return new List(
      (query) => this.transport.send("get", path, { path: { customer }, query }, options),
      options,
    );
  }

  get(customer: string, subscription: string, options?: RequestOptions) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}";
    return this.transport.send("get", path, { path: { customer, subscription } }, options);
  }

  /** Subscribes a customer to a plan. */
  create(customer: string, selection: Schemas["Selection"], options?: PostOptions) {
    const input = { path: { customer }, body: selection };
    return this.transport.send("post", "/v1/customers/{customer}/subscriptions", input, options);
  }

  /**
   * Changes plan, price, quantities or add-ons; what is absent stays. By default what is more is in force now, and what
   * is less from the next period on: the answer says which.
   */
  update(
    customer: string,
    subscription: string,
    change: Schemas["SubscriptionChange"],
    options?: RequestOptions,
  ) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}";
    const input = { path: { customer, subscription }, body: change };
    return this.transport.send("patch", path, input, options);
  }

  /** Takes a pending change back. Undefined where a try whose answer was lost has done it. */
  withdrawChange(customer: string, subscription: string, options?: RequestOptions) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/pending-change";
    return this.transport.send("delete", path, { path: { customer, subscription } }, options);
  }

  /** Ends it with its period; with `when: "now"` at once. */
  cancel(
    customer: string,
    subscription: string,
    cancellation?: Schemas["Cancellation"],
    options?: PostOptions,
  ) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/cancel";
    const input = { path: { customer, subscription }, body: cancellation };
    return this.transport.send("post", path, input, options);
  }

  /** Takes a cancellation back that is not yet in force, or ends a pause. */
  resume(customer: string, subscription: string, options?: PostOptions) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/resume";
    return this.transport.send("post", path, { path: { customer, subscription } }, options);
  }

  /** Stops it until it is resumed, or until `resumesAt`. */
  pause(customer: string, subscription: string, pause?: Schemas["Pause"], options?: PostOptions) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/pause";
    const input = { path: { customer, subscription }, body: pause };
    return this.transport.send("post", path, input, options);
  }

  /** Ends its trial at an instant ahead, or `now`. */
  setTrialEnd(
    customer: string,
    subscription: string,
    end: Schemas["TrialChange"]["end"],
    options?: PostOptions,
  ) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/trial";
    const input = { path: { customer, subscription }, body: { end } };
    return this.transport.send("post", path, input, options);
  }

  /** Attaches an add-on, or sets how many of it there are; one by default. */
  putAddon(
    customer: string,
    subscription: string,
    addon: string,
    quantity?: Schemas["AddonQuantity"],
    options?: RequestOptions,
  ) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}";
    const input = { path: { customer, subscription, addon }, body: quantity };
    return this.transport.send("put", path, input, options);
  }

  /** Undefined where a try whose answer was lost has done it. */
  deleteAddon(customer: string, subscription: string, addon: string, options?: RequestOptions) {
    const path = "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}";
    return this.transport.send(
      "delete",
      path,
      { path: { customer, subscription, addon } },
      options,
    );
  }
}

/** What is heard of payments, where no billing provider tells it. */
export class BillingResource extends Resource {
  /** Tells what became of a payment. The same fact about the same `id` is taken once. */
  reportPayment(customer: string, report: Schemas["PaymentReport"], options?: PostOptions) {
    const input = { path: { customer }, body: report };
    return this.transport.send("post", "/v1/customers/{customer}/billing/facts", input, options);
  }
}

/** What customers are given beside their plans. */
export class GrantsResource extends Resource {
  list(customer: string, options: ListOptions = {}) {
    const path = "/v1/customers/{customer}/grants";
    return new List(
      (query) => this.transport.send("get", path, { path: { customer }, query }, options),
      options,
    );
  }

  create(customer: string, grant: Schemas["NewGrant"], options?: PostOptions) {
    const input = { path: { customer }, body: grant };
    return this.transport.send("post", "/v1/customers/{customer}/grants", input, options);
  }

  delete(customer: string, grant: string, options?: RequestOptions) {
    const path = "/v1/customers/{customer}/grants/{grant}";
    return this.transport.send("delete", path, { path: { customer, grant } }, options);
  }
}

/** What holds for a customer whatever else they have, by feature. */
export class OverridesResource extends Resource {
  put(
    customer: string,
    feature: string,
    override: Schemas["NewOverride"],
    options?: RequestOptions,
  ) {
    const path = "/v1/customers/{customer}/overrides/{feature}";
    return this.transport.send(
      "put",
      path,
      { path: { customer, feature }, body: override },
      options,
    );
  }

  delete(customer: string, feature: string, options?: RequestOptions) {
    const path = "/v1/customers/{customer}/overrides/{feature}";
    return this.transport.send("delete", path, { path: { customer, feature } }, options);
  }
}

/** Vouchers that are made here, beside those of the catalogue. */
export class VouchersResource extends Resource {
  list(options: ListOptions = {}) {
    return new List(
      (query) => this.transport.send("get", "/v1/vouchers", { query }, options),
      options,
    );
  }

  get(voucher: string, options?: RequestOptions) {
    return this.transport.send("get", "/v1/vouchers/{voucher}", { path: { voucher } }, options);
  }

  create(voucher: Schemas["VoucherInput"], options?: PostOptions) {
    return this.transport.send("post", "/v1/vouchers", { body: voucher }, options);
  }

  update(voucher: string, change: Schemas["VoucherChange"], options?: RequestOptions) {
    const input = { path: { voucher }, body: change };
    return this.transport.send("patch", "/v1/vouchers/{voucher}", input, options);
  }

  archive(voucher: string, options?: PostOptions) {
    const input = { path: { voucher } };
    return this.transport.send("post", "/v1/vouchers/{voucher}/archive", input, options);
  }

  /** Makes up to 10,000 unique codes. */
  createCodes(voucher: string, codes: Schemas["NewCodes"], options?: PostOptions) {
    const input = { path: { voucher }, body: codes };
    return this.transport.send("post", "/v1/vouchers/{voucher}/codes", input, options);
  }

  /** Redeems a code for a customer. */
  redeem(customer: string, code: string, options?: PostOptions) {
    const input = { path: { customer }, body: { code } };
    return this.transport.send("post", "/v1/customers/{customer}/vouchers", input, options);
  }
}

/** Usage of meters. */
export class UsageResource extends Resource {
  /** What a customer has used of each meter. */
  get(customer: string, options?: RequestOptions) {
    const input = { path: { customer } };
    return this.transport.send("get", "/v1/customers/{customer}/usage", input, options);
  }

  /** Starts a meter again from zero. */
  reset(customer: string, feature: string, options?: PostOptions) {
    const path = "/v1/customers/{customer}/usage/{feature}/reset";
    return this.transport.send("post", path, { path: { customer, feature } }, options);
  }

  /** Records one event, or a batch of up to 1,000. `recordUsage` of the client takes any number. */
  record(events: Schemas["UsageEvents"], options?: PostOptions) {
    return this.transport.send("post", "/v1/usage", { body: events }, options);
  }
}

/** Entitlement tokens, which gates verify without asking the edge. */
export class TokensResource extends Resource {
  create(token: Schemas["NewToken"], options?: PostOptions) {
    return this.transport.send("post", "/v1/tokens", { body: token }, options);
  }
}

/** Access tokens for the pages of users who are signed in. */
export class SessionsResource extends Resource {
  create(session: Schemas["NewSession"], options?: PostOptions) {
    return this.transport.send("post", "/v1/sessions", { body: session }, options);
  }

  /** Revokes every session of a customer, and the tokens that came of them. */
  revoke(customer: string, options?: RequestOptions) {
    const input = { path: { customer } };
    return this.transport.send("delete", "/v1/customers/{customer}/sessions", input, options);
  }
}

/** Environments of a deployment. */
export class EnvironmentsResource extends Resource {
  list(options: ListOptions = {}) {
    return new List(
      (query) => this.transport.send("get", "/v1/environments", { query }, options),
      options,
    );
  }

  /** Makes an environment; its keys are in the answer, and nowhere else. */
  create(environment: Schemas["NewEnvironment"], options?: PostOptions) {
    return this.transport.send("post", "/v1/environments", { body: environment }, options);
  }

  update(environment: string, change: Schemas["EnvironmentChange"], options?: RequestOptions) {
    const input = { path: { environment }, body: change };
    return this.transport.send("patch", "/v1/environments/{environment}", input, options);
  }
}
