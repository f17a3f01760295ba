// The HTTP API. Written by `npm run types --workspace tollgate-client-types` from `worker/openapi.json`: change the
// Rust types, not this file.

export type JsonValue = null | boolean | number | string | JsonValue[] | {
    [key: string]: JsonValue;
};
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what this is */
        get: operations["get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the demo */
        get: operations["getDemo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a file of the demo */
        get: operations["getDemoFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what an error code means */
        get: operations["getErrorsCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether the edge works */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read this description */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the catalogue as JSON, or as YAML where `Accept` asks for it */
        get: operations["getCatalog"];
        /** Publish a catalogue document, JSON or YAML */
        put: operations["putCatalog"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions, newest first */
        get: operations["getCatalogVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check whether a customer may, and take it in the same step */
        post: operations["postCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy or change a plan */
        post: operations["postClientCheckout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is for sale */
        get: operations["getClientPricing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Quote a selection */
        post: operations["postClientQuotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an entitlement token, with what is shown beside it */
        get: operations["getClientToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/vouchers/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look what a code would do */
        post: operations["postClientVouchersPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/vouchers/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Redeem a code */
        post: operations["postClientVouchersRedeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the customers, oldest first */
        get: operations["getCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a customer */
        get: operations["getCustomersCustomer"];
        /** Make a customer, or replace the profile */
        put: operations["putCustomersCustomer"];
        post?: never;
        /** Wipe a customer; tokens and sessions are refused from then on */
        delete: operations["deleteCustomersCustomer"];
        options?: never;
        head?: never;
        /** Change members of the profile; null empties one */
        patch: operations["patchCustomersCustomer"];
        trace?: never;
    };
    "/v1/customers/{customer}/billing/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what became of a payment, where no billing provider does */
        post: operations["postCustomersCustomerBillingFacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resolve what a customer is entitled to */
        get: operations["getCustomersCustomerEntitlements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the grants, oldest first */
        get: operations["getCustomersCustomerGrants"];
        put?: never;
        /** Give something for a window */
        post: operations["postCustomersCustomerGrants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/grants/{grant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a grant back */
        delete: operations["deleteCustomersCustomerGrantsGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/overrides/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace a limit or value for one customer */
        put: operations["putCustomersCustomerOverridesFeature"];
        post?: never;
        /** Take an override away */
        delete: operations["deleteCustomersCustomerOverridesFeature"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke every session and token of a customer */
        delete: operations["deleteCustomersCustomerSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the subscriptions, oldest first, ended ones included */
        get: operations["getCustomersCustomerSubscriptions"];
        put?: never;
        /** Buy a plan */
        post: operations["postCustomersCustomerSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a subscription */
        get: operations["getCustomersCustomerSubscriptionsSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change plan, price, quantities or add-ons, now or when the period ends */
        patch: operations["patchCustomersCustomerSubscriptionsSubscription"];
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the quantity of an add-on */
        put: operations["putCustomersCustomerSubscriptionsSubscriptionAddonsAddon"];
        post?: never;
        /** Take an add-on off */
        delete: operations["deleteCustomersCustomerSubscriptionsSubscriptionAddonsAddon"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a subscription with its period, or at once */
        post: operations["postCustomersCustomerSubscriptionsSubscriptionCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a subscription until it is resumed, or until an instant */
        post: operations["postCustomersCustomerSubscriptionsSubscriptionPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/pending-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a pending change back */
        delete: operations["deleteCustomersCustomerSubscriptionsSubscriptionPendingChange"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a cancellation back that is not yet in force, or end a pause */
        post: operations["postCustomersCustomerSubscriptionsSubscriptionResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/subscriptions/{subscription}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a trial at another instant, or now */
        post: operations["postCustomersCustomerSubscriptionsSubscriptionTrial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the meters of a customer */
        get: operations["getCustomersCustomerUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/usage/{feature}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a meter again from zero */
        post: operations["postCustomersCustomerUsageFeatureReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer}/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Redeem a code for a customer */
        post: operations["postCustomersCustomerVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/entitlements/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve for up to 100 customers at once */
        post: operations["postEntitlementsQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the environments, oldest first */
        get: operations["getEnvironments"];
        put?: never;
        /** Make an environment and its first keys */
        post: operations["postEnvironments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environments/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the settings of an environment; what is absent stays */
        patch: operations["patchEnvironmentsEnvironment"];
        trace?: never;
    };
    "/v1/environments/{environment}/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the keys that sign an environment's tokens */
        get: operations["getEnvironmentsEnvironmentJwksJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an access token for a signed-in user */
        post: operations["postSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue an entitlement token */
        post: operations["postTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record one usage event, or a batch of up to 1,000 */
        post: operations["postUsage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the vouchers made here, oldest first */
        get: operations["getVouchers"];
        put?: never;
        /** Make a voucher beside those of the catalogue */
        post: operations["postVouchers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vouchers/{voucher}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a voucher, of the catalogue or made here */
        get: operations["getVouchersVoucher"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Archive a voucher; what was redeemed stays */
        patch: operations["patchVouchersVoucher"];
        trace?: never;
    };
    "/v1/vouchers/{voucher}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a voucher; what was redeemed stays */
        post: operations["postVouchersVoucherArchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vouchers/{voucher}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make unique codes, each for a single use */
        post: operations["postVouchersVoucherCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What a step did to a value. */
        Action: "base" | "outdone" | "set" | "max" | "add";
        /** @description A bundle that is attached to a subscription, with a quantity. */
        Addon: {
            /** @description For people. */
            description?: string | null;
            /** @description Feature key to what it brings. */
            entitlements: {
                [key: string]: components["schemas"]["AddonValue"];
            };
            /** @description Unique among add-ons. */
            key: components["schemas"]["Key"];
            /** @description The caller's own. */
            metadata?: components["schemas"]["Json"] | null;
            /** @description For people. */
            name: string;
            /** @description Recurring or one-time. */
            prices: components["schemas"]["Price"][];
            /** @description Whether it is for sale. */
            status: components["schemas"]["PlanStatus"];
        };
        /** @description A bundle that is attached to a subscription, with a quantity. */
        AddonInput: {
            /** @description For people. */
            description?: string | null;
            /** @description Feature key to what it brings. */
            entitlements?: {
                [key: string]: components["schemas"]["Json"];
            } | null;
            /** @description Unique among add-ons. */
            key: components["schemas"]["Key"];
            /** @description The caller's own. */
            metadata?: components["schemas"]["Json"] | null;
            /** @description For people. */
            name: string;
            /** @description Recurring or one-time. */
            prices: components["schemas"]["PriceInput"][];
            /** @description Whether it is for sale. */
            status?: components["schemas"]["PlanStatus"] | null;
        };
        /** @description How many of an add-on. */
        AddonQuantity: {
            /** @description 1 when absent. */
            quantity?: number | null;
        };
        /** @description What an add-on, a voucher or a grant brings for one feature. */
        AddonValue: {
            /** @description How many; an add-on's are multiplied by its quantity where they are added. */
            limit: components["schemas"]["Limit"];
            /** @description How they meet what is below. */
            merge: components["schemas"]["Merge"];
        } | {
            /** @description The value. */
            value: components["schemas"]["Json"];
        };
        /** @description How events become usage. */
        Aggregation: "sum" | "last";
        /** @description What the periods of a meter are counted from. */
        Anchor: "calendar" | "billing";
        /** @description What one voucher takes off in the first billing period. */
        AppliedDiscount: {
            /**
             * Format: int64
             * @description Minor units it takes off `lines`: the sum of `shares`.
             */
            amount: number;
            /**
             * Format: int64
             * @description Minor units it takes off `arrears`.
             */
            arrears: number;
            /** @description The code that was typed, normalized. */
            code: string;
            /** @description The terms of the discount. */
            discount: components["schemas"]["Discount"];
            /**
             * Format: uint32
             * @description For how many billing periods it holds from this one; null for ever.
             */
            periods: number | null;
            /** @description Minor units it takes off each of `lines`, in their order. */
            shares: number[];
            /** @description The voucher's key. */
            voucher: components["schemas"]["Key"];
        };
        /** @description Who gets a new version of the catalogue. */
        ApplyTo: "new" | "all";
        /** @description What an event's value means. */
        Behaviour: "delta" | "set";
        /** @description What vouchers and add-ons change for one feature, as against the plan alone. */
        Benefit: {
            /** @description The add-ons that say something of it, ascending. */
            addons: components["schemas"]["Key"][];
            /** @description What it comes to. */
            after: components["schemas"]["Json"];
            /** @description What the plan alone gives: a limit, a boolean, or a config value; null for nothing. */
            before: components["schemas"]["Json"];
            /** @description The feature. */
            feature: components["schemas"]["Key"];
            /** @description Its kind: `boolean`, `meter`, `config` or `flag`. */
            kind: string;
            /** @description The first instant at which a voucher's part of it ends, if redeemed now; null where none ends by itself. */
            until: components["schemas"]["Timestamp"] | null;
            /** @description The vouchers that say something of it, ascending. */
            vouchers: components["schemas"]["Key"][];
        };
        /** @description The end of a subscription. */
        Cancellation: {
            /** @description When; `periodEnd` when absent. */
            when?: components["schemas"]["Timing"] | null;
        };
        /** @description Why a subscription ended. */
        CancelReason: "requested" | "unpaid" | "refunded" | "disputed" | "trial_ended" | "replaced";
        /** @description A valid catalogue. One that exists names nothing that is not in it, and has no cycle of inheritance. */
        Catalog: {
            /** @description In the document's order. */
            addons: components["schemas"]["Addon"][];
            /** @description Currency of prices that name none. */
            currency: components["schemas"]["Currency"];
            /** @description In the document's order. */
            features: components["schemas"]["Feature"][];
            /** @description In the document's order, as written: without what they inherit. */
            plans: components["schemas"]["Plan"][];
            /**
             * Format: uint32
             * @description Version of the document format: 1.
             */
            version: number;
            /** @description In the document's order. */
            vouchers: components["schemas"]["Voucher"][];
        };
        /** @description A valid catalogue. One that exists names nothing that is not in it, and has no cycle of inheritance. */
        CatalogInput: {
            /** @description In the document's order. */
            addons?: components["schemas"]["AddonInput"][] | null;
            /** @description Currency of prices that name none. */
            currency: components["schemas"]["Currency"];
            /** @description In the document's order. */
            features: components["schemas"]["FeatureInput"][];
            /** @description In the document's order, as written: without what they inherit. */
            plans?: components["schemas"]["PlanInput"][] | null;
            /** @description Version of the document format: 1. */
            version: number;
            /** @description In the document's order. */
            vouchers?: components["schemas"]["VoucherInput"][] | null;
        };
        /** @description A version of the catalogue in a list. */
        CatalogVersionSummary: {
            applyTo: components["schemas"]["ApplyTo"];
            /** Format: uint64 */
            changes: number;
            publishedAt: components["schemas"]["Timestamp"];
            /** Format: uint64 */
            version: number;
        };
        /** @description One page of a list. */
        CatalogVersionSummaryList: {
            /** @description The rows. */
            data: components["schemas"]["CatalogVersionSummary"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description One part of a catalogue that a new version adds, changes or removes. */
        Change: {
            /** @description What happened to it. */
            action: components["schemas"]["ChangeAction"];
            /** @description Its key; for the currency, the new one. */
            key: string;
            /** @description What it is: `feature`, `plan`, `addon`, `voucher`, `currency`. */
            part: string;
        };
        /** @description What happened to a part. */
        ChangeAction: "added" | "changed" | "removed";
        /** @description When a change takes effect, and what becomes of usage. */
        Changes: {
            /** @description A downgrade away from this plan; `periodEnd` when absent. */
            downgrade: components["schemas"]["Timing"];
            /** @description An upgrade away from this plan; `now` when absent. */
            upgrade: components["schemas"]["Timing"];
            /** @description What becomes of meters when this plan is upgraded to; `keep` when absent. */
            usageOnUpgrade: components["schemas"]["UsageOnUpgrade"];
        };
        /** @description When a change takes effect, and what becomes of usage. */
        ChangesInput: {
            /** @description A downgrade away from this plan; `periodEnd` when absent. */
            downgrade: components["schemas"]["Timing"];
            /** @description An upgrade away from this plan; `now` when absent. */
            upgrade?: components["schemas"]["Timing"] | null;
            /** @description What becomes of meters when this plan is upgraded to; `keep` when absent. */
            usageOnUpgrade?: components["schemas"]["UsageOnUpgrade"] | null;
        };
        /** @description A question to the gate. */
        Check: {
            /** @description Whether to take the units in the same step, when allowed. */
            consume?: boolean | null;
            customer: components["schemas"]["CustomerId"];
            /** @description The feature's key; an unknown one is a denial. */
            feature: string;
            /** @description A flag that must be on as well. */
            flag?: string | null;
            /** @description Units of a meter; 1 when absent. */
            requested?: number | null;
        };
        /** @description What is bought, with the vouchers that are redeemed with it. */
        Checkout: {
            /** @description Quantities by add-on, each at least 1. */
            addons?: {
                [key: string]: number;
            } | null;
            /** @description Where the browser goes when it is given up. */
            cancelUrl?: string | null;
            /** @description The currency; the price's own when absent, for a free plan the catalogue's. */
            currency?: components["schemas"]["Currency"] | null;
            /** @description The plan. */
            plan: components["schemas"]["Key"];
            /** @description One of its prices; may be absent for a free plan and for one with a single price. */
            price?: components["schemas"]["Key"] | null;
            /**
             * @description Quantities by meter, such as seats. A meter that the price charges by quantity and that is not named counts as
             *     the units included, at least 1.
             */
            quantities?: {
                [key: string]: number;
            } | null;
            /** @description Where the browser goes when it is done: an address of http or https, or a path of the page's own. */
            successUrl?: string | null;
            /** @description `false` leaves out the plan's trial; absent or `true`, the plan decides. */
            trial?: boolean | null;
            /** @description Units expected in a billing period, by meter; a meter that is charged by usage and not named counts as 0. */
            usage?: {
                [key: string]: number;
            } | null;
            /** @description A code as typed. */
            voucher?: string | null;
            /** @description Codes as typed. */
            vouchers?: string[] | null;
        };
        /** @description The answer to a checkout without a billing provider. */
        CheckoutResult: {
            provider: string;
            redemptions: components["schemas"]["Redemption"][];
            status: string;
            subscription: components["schemas"]["Subscription"];
            url: string | null;
        };
        /** @description An entitlement token with what is shown beside it. */
        ClientToken: {
            /** @description For display, quotes and scenarios; gates trust the token alone. */
            customer: components["schemas"]["CustomerDisplay"];
            expiresAt: components["schemas"]["Timestamp"];
            serverTime: components["schemas"]["Timestamp"];
            token: string;
        };
        /** @description A code to be redeemed. */
        Code: {
            /** @description As typed. */
            code: string;
        };
        /** @description Unique codes that were made. */
        Codes: {
            codes: string[];
            voucher: string;
        };
        /** @description One part of a price. */
        Component: {
            /**
             * Format: int64
             * @description In the price's currency.
             */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            };
            /** @constant */
            model: "flat";
        } | {
            /**
             * Format: uint64
             * @description Units that cost nothing.
             */
            included?: number;
            /** @description The meter. */
            meter: components["schemas"]["Key"];
            /** @constant */
            model: "metered";
            /** @description What the units beyond cost. */
            scheme: components["schemas"]["Scheme"];
        } | {
            /**
             * Format: int64
             * @description In the price's currency.
             */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            };
            /**
             * Format: uint64
             * @description How many credits.
             */
            credits: number;
            /** @constant */
            model: "credits";
        } | ({
            /**
             * Format: uint64
             * @description Units that cost nothing.
             */
            included?: number;
            /** @description The meter whose quantity counts. */
            meter?: components["schemas"]["Key"] | null;
        } & ({
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            };
            /** @constant */
            model: "per_unit";
            /** @description In the price's currency. */
            unitAmount: components["schemas"]["Decimal"];
        } | {
            /** @constant */
            model: "graduated";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["Tier"][];
        } | {
            /** @constant */
            model: "volume";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["Tier"][];
        } | {
            /**
             * Format: int64
             * @description In the price's currency.
             */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            };
            /** @constant */
            model: "package";
            /**
             * Format: uint64
             * @description Units in a package, at least 1.
             */
            size: number;
        }));
        /** @description One part of a price. */
        ComponentInput: {
            /** @description In the price's currency. */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            } | null;
            /** @constant */
            model: "flat";
        } | {
            /** @description Units that cost nothing. */
            included?: number | null;
            /** @description The meter. */
            meter: components["schemas"]["Key"];
            /** @constant */
            model: "metered";
            /** @description What the units beyond cost. */
            scheme: components["schemas"]["SchemeInput"];
        } | {
            /** @description In the price's currency. */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            } | null;
            /** @description How many credits. */
            credits: number;
            /** @constant */
            model: "credits";
        } | ({
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            } | null;
            /** @description Units that cost nothing. */
            included: number;
            /** @description The meter whose quantity counts. */
            meter?: components["schemas"]["Key"] | null;
            /** @constant */
            model: "per_unit";
            /** @description In the price's currency. */
            unitAmount: components["schemas"]["Decimal"];
        } | {
            /** @description Units that cost nothing. */
            included: number;
            /** @description The meter whose quantity counts. */
            meter?: components["schemas"]["Key"] | null;
            /** @constant */
            model: "graduated";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["TierInput"][];
        } | {
            /** @description Units that cost nothing. */
            included: number;
            /** @description The meter whose quantity counts. */
            meter?: components["schemas"]["Key"] | null;
            /** @constant */
            model: "volume";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["TierInput"][];
        } | {
            /** @description In the price's currency. */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            } | null;
            /** @description Units that cost nothing. */
            included: number;
            /** @description The meter whose quantity counts. */
            meter?: components["schemas"]["Key"] | null;
            /** @constant */
            model: "package";
            /** @description Units in a package, at least 1. */
            size: number;
        });
        /** @description When, by whom and how often a voucher may be redeemed. */
        Constraints: {
            /** @description Only for these; empty for anybody. */
            customers?: components["schemas"]["CustomerId"][];
            /** @description Not at this instant or after it. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /**
             * @description Only for customers who never had a paid subscription.
             * @default false
             */
            firstPurchase: boolean;
            /**
             * Format: uint64
             * @description By one customer; 1 when absent.
             * @default 1
             */
            maxPerCustomer: number;
            /**
             * Format: uint64
             * @description By all customers together.
             */
            maxRedemptions?: number | null;
            /** @description What must be due before discounts, by currency, in minor units. */
            minimumAmount?: {
                [key: string]: number;
            };
            /** @description Plans that must be held or chosen; empty for any. */
            plans?: components["schemas"]["Key"][];
            /**
             * @description Whether its discount may go with another voucher's.
             * @default false
             */
            stacks: boolean;
            /** @description Not before. */
            startsAt?: components["schemas"]["Timestamp"] | null;
        };
        /** @description When, by whom and how often a voucher may be redeemed. */
        ConstraintsInput: {
            /** @description Only for these; empty for anybody. */
            customers?: components["schemas"]["CustomerId"][] | null;
            /** @description Not at this instant or after it. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /**
             * @description Only for customers who never had a paid subscription.
             * @default false
             */
            firstPurchase?: boolean | null;
            /**
             * @description By one customer; 1 when absent.
             * @default 1
             */
            maxPerCustomer?: number | null;
            /** @description By all customers together. */
            maxRedemptions?: number | null;
            /** @description What must be due before discounts, by currency, in minor units. */
            minimumAmount?: {
                [key: string]: number;
            } | null;
            /** @description Plans that must be held or chosen; empty for any. */
            plans?: components["schemas"]["Key"][] | null;
            /**
             * @description Whether its discount may go with another voucher's.
             * @default false
             */
            stacks?: boolean | null;
            /** @description Not before. */
            startsAt?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description A currency of ISO 4217; given in lower case.
         * @example usd
         * @enum {string}
         */
        Currency: "aed" | "afn" | "all" | "amd" | "ang" | "aoa" | "ars" | "aud" | "awg" | "azn" | "bam" | "bbd" | "bdt" | "bgn" | "bhd" | "bif" | "bmd" | "bnd" | "bob" | "brl" | "bsd" | "btn" | "bwp" | "byn" | "bzd" | "cad" | "cdf" | "chf" | "clf" | "clp" | "cny" | "cop" | "crc" | "cup" | "cve" | "czk" | "djf" | "dkk" | "dop" | "dzd" | "egp" | "ern" | "etb" | "eur" | "fjd" | "fkp" | "gbp" | "gel" | "ghs" | "gip" | "gmd" | "gnf" | "gtq" | "gyd" | "hkd" | "hnl" | "htg" | "huf" | "idr" | "ils" | "inr" | "iqd" | "irr" | "isk" | "jmd" | "jod" | "jpy" | "kes" | "kgs" | "khr" | "kmf" | "kpw" | "krw" | "kwd" | "kyd" | "kzt" | "lak" | "lbp" | "lkr" | "lrd" | "lsl" | "lyd" | "mad" | "mdl" | "mga" | "mkd" | "mmk" | "mnt" | "mop" | "mru" | "mur" | "mvr" | "mwk" | "mxn" | "myr" | "mzn" | "nad" | "ngn" | "nio" | "nok" | "npr" | "nzd" | "omr" | "pab" | "pen" | "pgk" | "php" | "pkr" | "pln" | "pyg" | "qar" | "ron" | "rsd" | "rub" | "rwf" | "sar" | "sbd" | "scr" | "sdg" | "sek" | "sgd" | "shp" | "sle" | "sos" | "srd" | "ssp" | "stn" | "svc" | "syp" | "szl" | "thb" | "tjs" | "tmt" | "tnd" | "top" | "try" | "ttd" | "twd" | "tzs" | "uah" | "ugx" | "usd" | "uyu" | "uzs" | "ved" | "ves" | "vnd" | "vuv" | "wst" | "xaf" | "xcd" | "xcg" | "xof" | "xpf" | "yer" | "zar" | "zmw" | "zwg" | "AED" | "AFN" | "ALL" | "AMD" | "ANG" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BGN" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHF" | "CLF" | "CLP" | "CNY" | "COP" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "UYU" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
        /** @description A customer as callers of the server API see it. */
        Customer: {
            createdAt: components["schemas"]["Timestamp"];
            email: string | null;
            id: string;
            metadata: {
                [key: string]: unknown;
            };
            name: string | null;
            /** @description Those that have not ended. */
            subscriptions: components["schemas"]["Subscription"][];
            /** Format: uint64 */
            version: number;
        };
        /** @description A customer as their own browser sees it: for display only. */
        CustomerDisplay: {
            id: string;
            name: string | null;
            redemptions: components["schemas"]["Redemption"][];
            /** @description Those that have not ended. */
            subscriptions: components["schemas"]["Subscription"][];
            /** @description The groups of plans in which a trial was begun. */
            trials: components["schemas"]["Key"][];
        };
        /** @description A customer's id, your own: printable ASCII characters without spaces. */
        CustomerId: string;
        /** @description A customer in a list. */
        CustomerSummary: {
            createdAt: components["schemas"]["Timestamp"];
            id: string;
            name: string | null;
        };
        /** @description One page of a list. */
        CustomerSummaryList: {
            /** @description The rows. */
            data: components["schemas"]["CustomerSummary"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /**
         * @description A decimal with up to twelve places; given as text.
         * @example 0.25
         */
        Decimal: string | number;
        /** @description The gate's answer. */
        Decision: {
            /** @description Whether it may be used. */
            allowed: boolean;
            /** @description Of a meter: what happens at the limit. */
            enforcement: components["schemas"]["Enforcement"] | null;
            /** @description When the entitlement ends. */
            expiresAt: components["schemas"]["Timestamp"] | null;
            /** @description The feature that was asked for. */
            feature: string;
            /** @description `boolean`, `meter`, `config` or `flag`; null when the feature is unknown. */
            kind: string | null;
            /** @description Of a meter: units in the period, or `unlimited`. */
            limit: components["schemas"]["Limit"] | null;
            /** @description Why, or why not. */
            reason: components["schemas"]["Reason"];
            /**
             * Format: uint64
             * @description Of a meter with a limit: units left under it.
             */
            remaining: number | null;
            /**
             * Format: uint64
             * @description Units that were asked for.
             */
            requested: number;
            /** @description Of a meter: when usage starts again from zero. */
            resetsAt: components["schemas"]["Timestamp"] | null;
            /** @description The layer it comes from. */
            source: components["schemas"]["Source"] | null;
            /** @description Whether it was decided on a token past its expiry, within its grace. */
            stale: boolean;
            /**
             * Format: uint64
             * @description Of a meter: units used in the period.
             */
            used: number | null;
            /** @description The value of a boolean, flag or config. */
            value: components["schemas"]["Json"] | null;
        };
        /** @description A reduction of price. */
        Discount: {
            /** @description The add-ons whose charges it reduces. */
            addons?: components["schemas"]["Key"][];
            /** @description For how many billing periods. */
            duration: components["schemas"]["DiscountDuration"];
            /** @description The plans whose charges it reduces; with `addons` and `prices` empty too, every charge. */
            plans?: components["schemas"]["Key"][];
            /** @description The prices that it reduces. */
            prices?: components["schemas"]["Key"][];
        } & ({
            /** @description Above 0, up to 100, with up to two places. */
            percent: components["schemas"]["Percent"];
        } | {
            /** @description Minor units by currency; in a currency that is not named the discount does nothing. */
            amounts: {
                [key: string]: number;
            };
        });
        /** @description For how many billing periods a discount holds. */
        DiscountDuration: "once" | {
            /** Format: uint32 */
            repeating: number;
        } | "forever";
        /** @description For how many billing periods a discount holds. */
        DiscountDurationInput: "once" | {
            repeating: number;
        } | "forever";
        /** @description A reduction of price. */
        DiscountInput: {
            /** @description The add-ons whose charges it reduces. */
            addons?: components["schemas"]["Key"][] | null;
            /** @description For how many billing periods. */
            duration?: components["schemas"]["DiscountDurationInput"] | null;
            /** @description Above 0, up to 100, with up to two places. */
            percent: components["schemas"]["Percent"];
            /** @description The plans whose charges it reduces; with `addons` and `prices` empty too, every charge. */
            plans?: components["schemas"]["Key"][] | null;
            /** @description The prices that it reduces. */
            prices?: components["schemas"]["Key"][] | null;
        } | {
            /** @description The add-ons whose charges it reduces. */
            addons?: components["schemas"]["Key"][] | null;
            /** @description Minor units by currency; in a currency that is not named the discount does nothing. */
            amounts: {
                [key: string]: number;
            };
            /** @description For how many billing periods. */
            duration?: components["schemas"]["DiscountDurationInput"] | null;
            /** @description The plans whose charges it reduces; with `addons` and `prices` empty too, every charge. */
            plans?: components["schemas"]["Key"][] | null;
            /** @description The prices that it reduces. */
            prices?: components["schemas"]["Key"][] | null;
        };
        /** @description How a plan is shown. */
        Display: {
            /** @description A short mark, such as `Most popular`. */
            badge?: string | null;
            /** @description Where to talk to sales: an `https:`, `http:` or `mailto:` address. With it the plan is not bought by itself. */
            contact?: string | null;
            /** @description The button's text. */
            cta?: string | null;
            /** @description Lines of text under the plan, in place of those made from its entitlements. */
            features?: string[];
            /** @description Whether it is the one to recommend. */
            highlight: boolean;
            /**
             * Format: int64
             * @description Place among the plans, ascending; the document's order decides between equals.
             */
            order?: number | null;
        };
        /** @description How a plan is shown. */
        DisplayInput: {
            /** @description A short mark, such as `Most popular`. */
            badge?: string | null;
            /** @description Where to talk to sales: an `https:`, `http:` or `mailto:` address. With it the plan is not bought by itself. */
            contact?: string | null;
            /** @description The button's text. */
            cta?: string | null;
            /** @description Lines of text under the plan, in place of those made from its entitlements. */
            features?: string[] | null;
            /** @description Whether it is the one to recommend. */
            highlight?: boolean | null;
            /** @description Place among the plans, ascending; the document's order decides between equals. */
            order?: number | null;
        };
        /**
         * @description An ISO 8601 duration of up to a hundred years.
         * @example P6M
         * @example P14D
         */
        Duration: string;
        /** @description What a voucher does; at least one of the three. */
        Effects: {
            /** @description On prices. */
            discount?: components["schemas"]["Discount"] | null;
            /** @description On limits, booleans and configs: feature key to value. */
            entitlements?: {
                [key: string]: components["schemas"]["VoucherValue"];
            };
            /** @description On flags: feature key to on or off. */
            flags?: {
                [key: string]: components["schemas"]["FlagEffect"];
            };
        };
        /** @description What a voucher does; at least one of the three. */
        EffectsInput: {
            /** @description On prices. */
            discount?: components["schemas"]["DiscountInput"] | null;
            /** @description On limits, booleans and configs: feature key to value. */
            entitlements?: {
                [key: string]: components["schemas"]["VoucherValueInput"];
            } | null;
            /** @description On flags: feature key to on or off. */
            flags?: {
                [key: string]: components["schemas"]["FlagEffectInput"];
            } | null;
        };
        /** @description What happens at the limit. */
        Enforcement: "hard" | "soft";
        /** @description A resolution as JSON. */
        Entitlements: {
            /** Format: uint64 */
            catalogVersion: number;
            customer: components["schemas"]["CustomerId"];
            entitlements: {
                [key: string]: components["schemas"]["EntitlementView"];
            };
            plans: components["schemas"]["Key"][];
            /** Format: uint64 */
            stateVersion: number;
            suspended: boolean;
            validUntil: components["schemas"]["Timestamp"] | null;
        };
        /** @description The customers to be resolved. */
        EntitlementsQuery: {
            customers: components["schemas"]["CustomerId"][];
            /** @description Only these features; absent: all. */
            features?: string[] | null;
        };
        /** @description What each customer is entitled to, in the order of the question. */
        EntitlementsQueryResult: {
            data: components["schemas"]["QueriedCustomer"][];
        };
        /** @description One entitlement as JSON. Which of the values is there depends on the kind. */
        EntitlementView: {
            expiresAt: components["schemas"]["Timestamp"] | null;
            explanation?: string | null;
            kind: string;
            overrideValue: components["schemas"]["Json"] | null;
            planValue: components["schemas"]["Json"] | null;
            sources: components["schemas"]["Step"][];
        } & ({
            enforcement: components["schemas"]["Enforcement"];
            limit: components["schemas"]["Limit"];
            /** Format: uint64 */
            remaining: number | null;
            resetsAt: components["schemas"]["Timestamp"] | null;
            /** Format: uint64 */
            softCap: number | null;
            /** Format: uint64 */
            used: number;
        } | {
            value: components["schemas"]["Json"] | null;
        });
        /** @description What is to change of an environment; what is absent stays. */
        EnvironmentChange: {
            /** @description Origins of browsers that client endpoints answer; empty: any in a sandbox, none in a live environment. */
            allowedOrigins?: string[] | null;
            /** @description Seconds after its expiry for which an SDK that cannot reach the edge may go on. */
            grace?: number | null;
            /** @description What payments mean for access; what is absent of it is as at first. */
            payments?: components["schemas"]["PaymentPolicyInput"] | null;
            /** @description Seconds that an entitlement token is good for. */
            tokenTtl?: number | null;
        };
        /** @description What is told once: the keys are kept as hashes only. */
        EnvironmentCreated: {
            /** @description `env_…` */
            id: string;
            kind: components["schemas"]["EnvironmentKind"];
            name: string;
            /** @description `pk_…`; for browsers. */
            publishableKey: string;
            /** @description `sk_…`; for servers, shown once. */
            secretKey: string;
        };
        /** @description Whether an environment is for trying out. */
        EnvironmentKind: "sandbox" | "live";
        /** @description What is set for an environment. */
        EnvironmentSettings: {
            /** @description Origins of browsers that client endpoints answer; empty: any in a sandbox, none in a live environment. */
            allowedOrigins: string[];
            /** @description When it was made. */
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: uint32
             * @description Seconds after its expiry for which an SDK that cannot reach the edge may go on; 0 unless set.
             */
            grace: number;
            /** @description `env_…` */
            id: string;
            /** @description Sandbox or live. */
            kind: components["schemas"]["EnvironmentKind"];
            /** @description For people. */
            name: string;
            /** @description What payments mean for access. */
            payments: components["schemas"]["PaymentPolicy"];
            /**
             * Format: uint32
             * @description Seconds that an entitlement token is good for: 60 to 3,600, 900 unless set.
             */
            tokenTtl: number;
        };
        /** @description An environment in a list. */
        EnvironmentSummary: {
            createdAt: components["schemas"]["Timestamp"];
            id: string;
            kind: components["schemas"]["EnvironmentKind"];
            name: string;
        };
        /** @description One page of a list. */
        EnvironmentSummaryList: {
            /** @description The rows. */
            data: components["schemas"]["EnvironmentSummary"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What an error code means. */
        ErrorMeaning: {
            code: string;
            /** @description What it means and what to do about it. */
            meaning: string;
            /** Format: uint16 */
            status: number;
        };
        /** @description Something that can be gated. */
        Feature: {
            /** @description For people. */
            description?: string | null;
            /** @description Unique among features. */
            key: components["schemas"]["Key"];
            /** @description For people. */
            name: string;
        } & ({
            /** @constant */
            kind: "boolean";
        } | {
            /** @description How events become usage. */
            aggregation: components["schemas"]["Aggregation"];
            /** @constant */
            kind: "meter";
            /** @description One unit, in the singular, such as `call`. */
            unit?: string | null;
        } | {
            /** @description What a customer has with no plan. */
            default?: components["schemas"]["Json"] | null;
            /** @constant */
            kind: "config";
            /** @description The values it may take, lowest first; empty for any. */
            values?: components["schemas"]["Json"][];
        } | {
            /** @description What a customer has whom neither rollout nor plan reaches. */
            default: boolean;
            /** @constant */
            kind: "flag";
            /** @description The share of customers who have it on. */
            rollout?: components["schemas"]["Percent"] | null;
        });
        /** @description Something that can be gated. */
        FeatureInput: {
            /** @description For people. */
            description?: string | null;
            /** @description Unique among features. */
            key: components["schemas"]["Key"];
            /** @constant */
            kind: "boolean";
            /** @description For people. */
            name: string;
        } | {
            /** @description How events become usage. */
            aggregation?: components["schemas"]["Aggregation"] | null;
            /** @description For people. */
            description?: string | null;
            /** @description Unique among features. */
            key: components["schemas"]["Key"];
            /** @constant */
            kind: "meter";
            /** @description For people. */
            name: string;
            /** @description One unit, in the singular, such as `call`. */
            unit?: string | null;
        } | {
            /** @description What a customer has with no plan. */
            default?: components["schemas"]["Json"] | null;
            /** @description For people. */
            description?: string | null;
            /** @description Unique among features. */
            key: components["schemas"]["Key"];
            /** @constant */
            kind: "config";
            /** @description For people. */
            name: string;
            /** @description The values it may take, lowest first; empty for any. */
            values?: components["schemas"]["Json"][] | null;
        } | {
            /** @description What a customer has whom neither rollout nor plan reaches. */
            default?: boolean | null;
            /** @description For people. */
            description?: string | null;
            /** @description Unique among features. */
            key: components["schemas"]["Key"];
            /** @constant */
            kind: "flag";
            /** @description For people. */
            name: string;
            /** @description The share of customers who have it on. */
            rollout?: components["schemas"]["Percent"] | null;
        };
        /** @description What a voucher does to one flag, and for how long. */
        FlagEffect: {
            /** @description From redemption; absent: as long as the subscription lasts. */
            for?: components["schemas"]["Duration"] | null;
            /** @description On or off. */
            value: boolean;
        };
        /** @description What a voucher does to one flag, and for how long. */
        FlagEffectInput: {
            /** @description From redemption; absent: as long as the subscription lasts. */
            for?: components["schemas"]["Duration"] | null;
            /** @description On or off. */
            value: boolean;
        };
        /** @description How long access goes on after a failed payment, and what then. */
        Grace: {
            /**
             * Format: uint16
             * @description How long, 0 to 365 days.
             */
            days: number;
            /** @description What comes after; `suspend` when absent. */
            then: components["schemas"]["GraceThen"];
        };
        /** @description How long access goes on after a failed payment, and what then. */
        GraceInput: {
            /** @description How long, 0 to 365 days. */
            days: number;
            /** @description What comes after; `suspend` when absent. */
            then?: components["schemas"]["GraceThen"] | null;
        };
        /** @description A grace that names no plan: plans are named in the catalogue. */
        GraceOfPolicy: {
            /**
             * Format: uint16
             * @description How long, 0 to 365 days.
             */
            days: number;
            /** @description What comes after; `suspend` when absent. */
            then: components["schemas"]["ThenOfPolicy"];
        };
        /** @description A grace that names no plan: plans are named in the catalogue. */
        GraceOfPolicyInput: {
            /** @description How long, 0 to 365 days. */
            days: number;
            /** @description What comes after; `suspend` when absent. */
            then?: components["schemas"]["ThenOfPolicy"] | null;
        };
        /** @description What follows a grace in which nothing was paid. */
        GraceThen: "suspend" | "end" | {
            plan: components["schemas"]["Key"];
        };
        /** @description Adds to what a customer has, for a window, without a code. */
        Grant: {
            /** @description When it was made. */
            createdAt: components["schemas"]["Timestamp"];
            /** @description Not at this instant or after it; absent: until it is revoked. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /** @description What it is for. */
            feature: components["schemas"]["Key"];
            /** @description `grt_…` */
            id: string;
            /** @description Why, for people. */
            reason?: string | null;
            /** @description Not before; absent: from creation. */
            startsAt?: components["schemas"]["Timestamp"] | null;
        } & ({
            /** @description How many; an add-on's are multiplied by its quantity where they are added. */
            limit: components["schemas"]["Limit"];
            /** @description How they meet what is below. */
            merge: components["schemas"]["Merge"];
        } | {
            /** @description The value. */
            value: components["schemas"]["Json"];
        });
        /** @description One page of a list. */
        GrantList: {
            /** @description The rows. */
            data: components["schemas"]["Grant"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What this is, and where to look on. */
        Greeting: {
            about: string;
            demo: string;
            description: string;
            health: string;
            name: string;
            version: string;
        };
        /** @description Whether the edge works. */
        Health: {
            /** @constant */
            status: "ok";
            /**
             * Format: int64
             * @description How long one round trip to storage took.
             */
            storageMillis: number;
            version: string;
        };
        /** @description How often a price is charged. */
        Interval: "one_time" | "day" | "week" | "month" | "year";
        /** @description Any JSON. Numbers lie within ±(2^53 - 1). */
        Json: JsonValue;
        JsonObject: {
            [key: string]: components["schemas"]["Json"];
        };
        /** @description An Ed25519 key. */
        Jwk: {
            /** @constant */
            alg: "EdDSA";
            /** @constant */
            crv: "Ed25519";
            kid: string;
            /** @constant */
            kty: "OKP";
            /** @constant */
            use: "sig";
            /** @description The public key, 32 bytes in base64url. */
            x: string;
        };
        /** @description The keys that sign an environment's tokens (RFC 7517, RFC 8037). */
        JwkSet: {
            keys: components["schemas"]["Jwk"][];
        };
        /** @description The key of a feature, plan, add-on, price or voucher. */
        Key: string;
        /** @description A count, or `unlimited`. */
        Limit: number | "unlimited";
        /**
         * @description One component's charge, with its arithmetic.
         *
         *     `units = quantity - included` (not below zero); the model turns units into `exact`, and `amount` is `exact` rounded
         *     once, half away from zero.
         */
        Line: {
            /**
             * Format: int64
             * @description Minor units, rounded.
             */
            amount: number;
            /**
             * Format: uint64
             * @description How many times over: the quantity of an add-on that charges by a meter, else 1.
             */
            copies: number;
            /**
             * Format: uint64
             * @description Credits added to the wallet; null unless the model is `credits`.
             */
            credits: number | null;
            /** @description Minor units, exact. */
            exact: components["schemas"]["Decimal"];
            /**
             * Format: uint64
             * @description Units that cost nothing.
             */
            included: number;
            /** @description The key of the plan or add-on. */
            key: components["schemas"]["Key"];
            /** @description The meter whose quantity or usage counts; null where the quantity of what is bought does. */
            meter: components["schemas"]["Key"] | null;
            /** @description How units become an amount. */
            model: components["schemas"]["Model"];
            /** @description Packages charged; null unless the model is `package`. */
            packages: components["schemas"]["Packages"] | null;
            /** @description The key of the price. */
            price: components["schemas"]["Key"];
            /**
             * Format: uint64
             * @description Units chosen or expected.
             */
            quantity: number;
            /** @description Whether it is charged in every billing period. */
            recurring: boolean;
            /** @description Whether the plan or an add-on is charged. */
            source: components["schemas"]["LineSource"];
            /** @description The tiers that units fall in; empty unless the model has tiers. */
            tiers: components["schemas"]["TierLine"][];
            /** @description Minor units of one unit, or of one package; null where tiers say it. */
            unitAmount: components["schemas"]["Decimal"] | null;
            /**
             * Format: uint64
             * @description Units that are charged.
             */
            units: number;
        };
        /** @description What a line charges for. */
        LineSource: "plan" | "addon";
        /** @description How a limit meets the one below it. */
        Merge: "set" | "max" | "add";
        /** @description Where one meter stands. */
        MeterUsage: {
            enforcement: components["schemas"]["Enforcement"];
            feature: string;
            limit: components["schemas"]["Limit"];
            /** Format: uint64 */
            remaining: number | null;
            resetsAt: components["schemas"]["Timestamp"] | null;
            /** Format: uint64 */
            used: number;
        };
        /**
         * @description How much of a meter a plan gives. What is absent is inherited, or else has the default named here.
         *
         *     `limit`, `soft_cap` and `rollover` say *how much* and are inherited together: a plan that sets `limit` restates the
         *     other two. The rest says *how it is counted*, each inherited by itself.
         */
        MeterValue: {
            /** @description `calendar` when absent. */
            anchor?: components["schemas"]["Anchor"] | null;
            /** @description `hard` when absent. */
            enforcement?: components["schemas"]["Enforcement"] | null;
            /** @description Units in a period; none when absent. */
            limit?: components["schemas"]["Limit"] | null;
            /** @description `never` when absent. */
            reset?: components["schemas"]["Reset"] | null;
            /** @description Unused units that go on to later periods. */
            rollover?: components["schemas"]["Rollover"] | null;
            /**
             * Format: uint64
             * @description The most that a soft limit may be overrun to.
             */
            softCap?: number | null;
            /** @description Percentages of the limit at which to warn, ascending; 80 and 100 when absent. */
            warnAt?: number[] | null;
        };
        /**
         * @description How much of a meter a plan gives. What is absent is inherited, or else has the default named here.
         *
         *     `limit`, `soft_cap` and `rollover` say *how much* and are inherited together: a plan that sets `limit` restates the
         *     other two. The rest says *how it is counted*, each inherited by itself.
         */
        MeterValueInput: {
            /** @description `calendar` when absent. */
            anchor?: components["schemas"]["Anchor"] | null;
            /** @description `hard` when absent. */
            enforcement?: components["schemas"]["Enforcement"] | null;
            /** @description Units in a period; none when absent. */
            limit?: components["schemas"]["Limit"] | null;
            /** @description `never` when absent. */
            reset?: components["schemas"]["Reset"] | null;
            /** @description Unused units that go on to later periods. */
            rollover?: components["schemas"]["RolloverInput"] | null;
            /** @description The most that a soft limit may be overrun to. */
            softCap?: number | null;
            /** @description Percentages of the limit at which to warn, ascending; 80 and 100 when absent. */
            warnAt?: number[] | null;
        };
        /** @description How units become an amount. */
        Model: "flat" | "per_unit" | "graduated" | "volume" | "package" | "credits";
        /** @description How many codes to make. */
        NewCodes: {
            count: number;
            /** @description What each code begins with. */
            prefix?: string | null;
        };
        /** @description An environment to be made. */
        NewEnvironment: {
            kind: components["schemas"]["EnvironmentKind"];
            /** @description For people; not only of spaces. */
            name: string;
        };
        /** @description What a caller sends for a grant. */
        NewGrant: {
            /** @description Not at this instant or after it, which lies ahead; absent: until it is revoked. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /** @description What it is for. */
            feature: components["schemas"]["Key"];
            /** @description How many; an add-on's are multiplied by its quantity where they are added. */
            limit: components["schemas"]["Limit"];
            /** @description How they meet what is below. */
            merge?: components["schemas"]["Merge"] | null;
            /** @description Why, for people. */
            reason?: string | null;
            /** @description Not before; absent: from now on. */
            startsAt?: components["schemas"]["Timestamp"] | null;
        } | {
            /** @description Not at this instant or after it, which lies ahead; absent: until it is revoked. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /** @description What it is for. */
            feature: components["schemas"]["Key"];
            /** @description Why, for people. */
            reason?: string | null;
            /** @description Not before; absent: from now on. */
            startsAt?: components["schemas"]["Timestamp"] | null;
            /** @description The value. */
            value: components["schemas"]["Json"];
        };
        /** @description What a caller sends for an override. */
        NewOverride: {
            /** @description Not at this instant or after it, which lies ahead; absent: until it is removed. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /** @description The limit. */
            limit: components["schemas"]["Limit"];
            /** @description Why, for people. */
            reason?: string | null;
        } | {
            /** @description Not at this instant or after it, which lies ahead; absent: until it is removed. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            /** @description Why, for people. */
            reason?: string | null;
            /** @description The value. */
            value: components["schemas"]["Json"];
        };
        /** @description For whom a session is to be made. */
        NewSession: {
            customer: components["schemas"]["CustomerId"];
            /** @description Seconds; 12 hours when absent. */
            ttl?: number | null;
            /** @description Who it is at the customer, for your own records. */
            user?: string | null;
        };
        /** @description For whom a token is to be issued. */
        NewToken: {
            customer: components["schemas"]["CustomerId"];
        };
        /** @description What an open dispute does. */
        OnDispute: "keep" | "suspend";
        /** @description What a full refund does. */
        OnRefund: "cancel" | "keep";
        /** @description An override and what it is of. */
        Override: {
            /** @description When it was made. */
            createdAt: components["schemas"]["Timestamp"];
            /** @description Not at this instant or after it; absent: until it is removed. */
            expiresAt?: components["schemas"]["Timestamp"] | null;
            feature: string;
            /** @description Why, for people. */
            reason?: string | null;
        } & ({
            /** @description The limit. */
            limit: components["schemas"]["Limit"];
        } | {
            /** @description The value. */
            value: components["schemas"]["Json"];
        });
        /** @description Packages that units fill. */
        Packages: {
            /**
             * Format: uint64
             * @description How many are charged: a begun one counts whole.
             */
            count: number;
            /**
             * Format: uint64
             * @description Units in one.
             */
            size: number;
        };
        /** @description A pause. */
        Pause: {
            /** @description When it ends by itself; absent: when it is resumed. */
            resumesAt?: components["schemas"]["Timestamp"] | null;
        };
        /** @description What is heard of the payments of a subscription. */
        PaymentFact: "paid" | "payment_failed" | "refunded" | "disputed" | "dispute_won" | "dispute_lost";
        /** @description What payments mean for access. */
        PaymentPolicy: {
            /** @description What a dispute does while it is open; `keep` when absent. */
            dispute: components["schemas"]["OnDispute"];
            /** @description The grace of plans that name none; 7 days, then `suspend`, when absent. */
            grace: components["schemas"]["GraceOfPolicy"];
            /** @description What a full refund does; `cancel` when absent. A dispute that is lost always cancels. */
            refund: components["schemas"]["OnRefund"];
        };
        /** @description What payments mean for access. */
        PaymentPolicyInput: {
            /** @description What a dispute does while it is open; `keep` when absent. */
            dispute?: components["schemas"]["OnDispute"] | null;
            /** @description The grace of plans that name none; 7 days, then `suspend`, when absent. */
            grace?: components["schemas"]["GraceOfPolicyInput"] | null;
            /** @description What a full refund does; `cancel` when absent. A dispute that is lost always cancels. */
            refund?: components["schemas"]["OnRefund"] | null;
        };
        /** @description What is heard of a payment, where no billing provider tells it. */
        PaymentReport: {
            /** @description When it happened; absent: now. */
            at?: components["schemas"]["Timestamp"] | null;
            /** @description What happened. */
            fact: components["schemas"]["PaymentFact"];
            /** @description What it is about, such as the number of an invoice: the same fact about the same is taken once. */
            id: string;
            /** @description `sub_…` */
            subscription: string;
        };
        /** @description A change that waits for its instant: what was asked, not what it came to when it was asked. */
        PendingChange: {
            /**
             * @description Quantities to set, by add-on; 0 detaches it.
             * @default {}
             */
            addons: {
                [key: string]: number;
            };
            /** @description When; null while the subscription is paused with no end set: when that ends. */
            at: components["schemas"]["Timestamp"] | null;
            /**
             * Format: uint64
             * @description The catalogue version at which it was asked; another plan or price is taken from it.
             */
            catalogVersion: number;
            /**
             * @description Another plan.
             * @default null
             */
            plan: components["schemas"]["Key"] | null;
            /**
             * @description Another price.
             * @default null
             */
            price: components["schemas"]["Key"] | null;
            /**
             * @description Quantities to set, by meter.
             * @default {}
             */
            quantities: {
                [key: string]: number;
            };
            /** @description What it would be. */
            reason: components["schemas"]["Scenario"];
            /** @description `false` leaves out the trial of another plan; absent or `true`, the plan decides. */
            trial?: boolean | null;
        };
        /** @description A percentage with up to two places; given as a number. */
        Percent: number | string;
        /** @description A half-open stretch of time: `start` is in it, `end` is not. */
        Period: {
            /** @description The first instant after it. */
            end: components["schemas"]["Timestamp"];
            /** @description The first instant. */
            start: components["schemas"]["Timestamp"];
        };
        /** @description A named bundle of feature values and prices, as written in the document: without what it inherits. */
        Plan: {
            /** @description Which add-ons may be attached; inherited where the plan names none. */
            addons?: components["schemas"]["PlanAddon"][] | null;
            /** @description When changes from and to it take effect. Not inherited. */
            changes: components["schemas"]["Changes"];
            /** @description For people. */
            description?: string | null;
            /** @description How it is shown. Not inherited. */
            display: components["schemas"]["Display"];
            /** @description Feature key to value. */
            entitlements?: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description How long access goes on after a failed payment, and what then; the environment's setting when absent. Not
             *     inherited.
             */
            grace?: components["schemas"]["Grace"] | null;
            /** @description A customer holds at most one live subscription of a group; `default` when absent. Not inherited. */
            group: components["schemas"]["Key"];
            /** @description The plan whose values and add-ons this one has, except those it sets. */
            inherits?: components["schemas"]["Key"] | null;
            /** @description Unique among plans. */
            key: components["schemas"]["Key"];
            /** @description The caller's own. */
            metadata?: components["schemas"]["Json"] | null;
            /** @description For people. */
            name: string;
            /** @description What it costs; empty for a free plan. Not inherited. */
            prices: components["schemas"]["Price"][];
            /** @description Whether it is for sale. */
            status: components["schemas"]["PlanStatus"];
            /** @description Not inherited. */
            trial?: components["schemas"]["Trial"] | null;
        };
        /** @description An add-on that may be attached to a plan. */
        PlanAddon: {
            /** @description The add-on's key. */
            addon: components["schemas"]["Key"];
            /**
             * Format: uint64
             * @description The largest quantity; unbounded when absent.
             */
            max?: number | null;
        };
        /** @description An add-on that may be attached to a plan. */
        PlanAddonInput: {
            /** @description The add-on's key. */
            addon: components["schemas"]["Key"];
            /** @description The largest quantity; unbounded when absent. */
            max?: number | null;
        };
        /** @description A named bundle of feature values and prices, as written in the document: without what it inherits. */
        PlanInput: {
            /** @description Which add-ons may be attached; inherited where the plan names none. */
            addons?: components["schemas"]["PlanAddonInput"][] | null;
            /** @description When changes from and to it take effect. Not inherited. */
            changes: components["schemas"]["ChangesInput"];
            /** @description For people. */
            description?: string | null;
            /** @description How it is shown. Not inherited. */
            display?: components["schemas"]["DisplayInput"] | null;
            /** @description Feature key to value. */
            entitlements?: {
                [key: string]: components["schemas"]["ValueInput"];
            } | null;
            /**
             * @description How long access goes on after a failed payment, and what then; the environment's setting when absent. Not
             *     inherited.
             */
            grace?: components["schemas"]["GraceInput"] | null;
            /** @description A customer holds at most one live subscription of a group; `default` when absent. Not inherited. */
            group?: components["schemas"]["Key"] | null;
            /** @description The plan whose values and add-ons this one has, except those it sets. */
            inherits?: components["schemas"]["Key"] | null;
            /** @description Unique among plans. */
            key: components["schemas"]["Key"];
            /** @description The caller's own. */
            metadata?: components["schemas"]["Json"] | null;
            /** @description For people. */
            name: string;
            /** @description What it costs; empty for a free plan. Not inherited. */
            prices?: components["schemas"]["PriceInput"][] | null;
            /** @description Whether it is for sale. */
            status: components["schemas"]["PlanStatus"];
            /** @description Not inherited. */
            trial?: components["schemas"]["TrialInput"] | null;
        };
        /** @description Whether a plan is for sale. */
        PlanStatus: "draft" | "active" | "archived";
        /** @description What a code would do. */
        Preview: {
            /** @description Normalized. */
            code: string;
            /** @constant */
            valid: true;
            voucher: components["schemas"]["PreviewedVoucher"];
        };
        /** @description A voucher without its codes and its state, and without whom else it is for. */
        PreviewedVoucher: {
            constraints?: components["schemas"]["Constraints"];
            effects: components["schemas"]["Effects"];
            key: components["schemas"]["Key"];
            name?: string | null;
        };
        /** @description A code, and what would be bought with it. */
        PreviewRequest: {
            code: string;
            currency?: components["schemas"]["Currency"] | null;
            plan?: components["schemas"]["Key"] | null;
            price?: components["schemas"]["Key"] | null;
        };
        /** @description What a plan or an add-on costs: one price may have several components (a base fee, seats, usage). */
        Price: {
            /** @description What adds up to the price. */
            components: components["schemas"]["Component"][];
            /** @description The currency of `amount` and `unitAmount`; the catalogue's when absent. */
            currency?: components["schemas"]["Currency"] | null;
            /** @description How often it is charged. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: uint32
             * @description How many intervals make a period, at least 1.
             */
            intervalCount: number;
            /** @description Unique among all prices of the catalogue. */
            key: components["schemas"]["Key"];
        };
        /** @description A plan with all that it inherits. */
        PricedPlan: {
            /** @description Which add-ons may be attached; inherited where the plan names none. */
            addons?: components["schemas"]["PlanAddon"][] | null;
            /** @description When changes from and to it take effect. Not inherited. */
            changes: components["schemas"]["Changes"];
            /** @description Every currency in which each of its prices is to be had, by price. */
            currencies: {
                [key: string]: components["schemas"]["Currency"][];
            };
            /** @description For people. */
            description?: string | null;
            /** @description How it is shown. Not inherited. */
            display: components["schemas"]["Display"];
            /** @description Feature key to value. */
            entitlements?: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description How long access goes on after a failed payment, and what then; the environment's setting when absent. Not
             *     inherited.
             */
            grace?: components["schemas"]["Grace"] | null;
            /** @description A customer holds at most one live subscription of a group; `default` when absent. Not inherited. */
            group: components["schemas"]["Key"];
            /** @description Features whose value comes from a plan further up. */
            inherited: components["schemas"]["Key"][];
            /** @description The plan whose values and add-ons this one has, except those it sets. */
            inherits?: components["schemas"]["Key"] | null;
            /** @description Unique among plans. */
            key: components["schemas"]["Key"];
            /** @description The caller's own. */
            metadata?: components["schemas"]["Json"] | null;
            /** @description For people. */
            name: string;
            /** @description What it costs; empty for a free plan. Not inherited. */
            prices: components["schemas"]["Price"][];
            /** @description Whether it is for sale. */
            status: components["schemas"]["PlanStatus"];
            /** @description Not inherited. */
            trial?: components["schemas"]["Trial"] | null;
        };
        /** @description What a plan or an add-on costs: one price may have several components (a base fee, seats, usage). */
        PriceInput: {
            /** @description What adds up to the price. */
            components: components["schemas"]["ComponentInput"][];
            /** @description The currency of `amount` and `unitAmount`; the catalogue's when absent. */
            currency?: components["schemas"]["Currency"] | null;
            /** @description How often it is charged. */
            interval: components["schemas"]["Interval"];
            /** @description How many intervals make a period, at least 1. */
            intervalCount?: number | null;
            /** @description Unique among all prices of the catalogue. */
            key: components["schemas"]["Key"];
        };
        /** @description Plans for sale with all that they inherit, the add-ons that go with them, and every feature. No vouchers. */
        Pricing: {
            /** @description Those that go with any of the plans. */
            addons: components["schemas"]["Addon"][];
            /**
             * Format: uint64
             * @description The catalogue's version.
             */
            catalogVersion: number;
            /** @description Currency of prices that name none. */
            currency: components["schemas"]["Currency"];
            /** @description All features. */
            features: components["schemas"]["Feature"][];
            /** @description In the order in which they are shown. */
            plans: components["schemas"]["PricedPlan"][];
            /**
             * Format: uint32
             * @description Version of the document format: 1.
             */
            version: number;
        };
        /** @description A problem document (RFC 9457) with the members of this API. */
        Problem: {
            code: string;
            detail: string;
            errors?: components["schemas"]["Problem2"][];
            requestId: string;
            /** Format: uint16 */
            status: number;
            title: string;
            type: string;
        };
        /** @description One thing that is wrong with a document: what, where, and what to do about it. */
        Problem2: {
            /** @description Stable, in snake case. */
            code: string;
            /** @description A sentence: what is wrong and how to mend it. */
            detail: string;
            /** @description Where: a JSON pointer (RFC 6901), empty for the whole document. */
            pointer: string;
        };
        /** @description What a body says of a profile; outer `None`: nothing, inner `None`: that it is empty. */
        Profile: {
            /** @description Null: none. */
            email?: string | null;
            /** @description Up to 16,384 characters as JSON; null: empty. */
            metadata?: components["schemas"]["JsonObject"] | null;
            /** @description For people; null: none. */
            name?: string | null;
        };
        /** @description Where a billing provider keeps a subscription. */
        ProviderReference: {
            /** @description The provider, such as `stripe`. */
            name: string;
            /** @description Its id for the subscription. */
            reference: string;
        };
        /** @description What publishing a catalogue changed, or would change. */
        Published: {
            changes: components["schemas"]["Change"][];
            dryRun?: boolean;
            /** Format: uint64 */
            version: number;
            warnings?: components["schemas"]["Problem2"][];
        };
        /** @description A resolution, or why there is none. */
        QueriedCustomer: components["schemas"]["Entitlements"] | {
            customer: components["schemas"]["CustomerId"];
            error: components["schemas"]["Problem"];
        };
        /**
         * @description The computed cost of a selection. All amounts are integers of minor units of `currency`.
         *
         *     `dueNow + trial.deferred = subtotal - discountTotal`, and every total is the sum of rounded lines less the
         *     discounts on them; none is below zero.
         */
        Quote: {
            /** @description What the expected usage of a period would be charged at its end. */
            arrears: components["schemas"]["Line"][];
            /**
             * Format: int64
             * @description The sum of `arrears`, less the percentages that hold in the first period. Fixed discounts do not reduce it.
             */
            arrearsTotal: number;
            /** @description What the applied vouchers and the add-ons bring beyond the plan, by feature key. */
            benefits: components["schemas"]["Benefit"][];
            /**
             * Format: uint64
             * @description The version of the catalogue that it was computed from.
             */
            catalogVersion: number;
            /** @description The currency of all amounts. */
            currency: components["schemas"]["Currency"];
            /**
             * @description What vouchers take off `lines`, in the order of application: percentages first, then fixed amounts, each by
             *     voucher key and code.
             */
            discounts: components["schemas"]["AppliedDiscount"][];
            /**
             * Format: int64
             * @description The sum of `discounts`.
             */
            discountTotal: number;
            /**
             * Format: int64
             * @description What is charged at once.
             */
            dueNow: number;
            /**
             * Format: uint8
             * @description How many decimals the minor unit is: amounts ÷ 10^exponent are whole units.
             */
            exponent: number;
            /** @description The length of a billing period: that of the price, a month for a free plan. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: uint32
             * @description How many intervals make a billing period.
             */
            intervalCount: number;
            /** @description What is charged in advance: the plan's components in their order, then those of add-ons by add-on key. */
            lines: components["schemas"]["Line"][];
            /** @description The plan. */
            plan: components["schemas"]["Key"];
            /** @description The plan's price; null for a free plan. */
            price: components["schemas"]["Key"] | null;
            /**
             * Format: int64
             * @description The sum of the recurring lines, before any discount.
             */
            recurringSubtotal: number;
            /**
             * Format: int64
             * @description What the second billing period is charged in advance: recurring lines less the discounts that still hold then.
             */
            recurringTotal: number;
            /**
             * @description What each billing period is charged in advance for recurring lines, from the first: stages end where a discount
             *     runs out. Empty where nothing recurs; the last has no end.
             */
            schedule: components["schemas"]["Stage"][];
            /**
             * Format: int64
             * @description The sum of `lines`.
             */
            subtotal: number;
            /** @description `excluded`: tax is added by the billing provider. */
            tax: components["schemas"]["Tax"];
            /** @description The trial, if there is one. */
            trial: components["schemas"]["TrialOffer"] | null;
            /** @description What became of each voucher, in the order given. */
            vouchers: components["schemas"]["VoucherOutcome"][];
        };
        /** @description A selection to be quoted, with the codes as typed. */
        QuoteRequest: {
            /** @description Quantities by add-on, each at least 1. */
            addons?: {
                [key: string]: number;
            } | null;
            /** @description The currency; the price's own when absent, for a free plan the catalogue's. */
            currency?: components["schemas"]["Currency"] | null;
            /** @description The plan. */
            plan: components["schemas"]["Key"];
            /** @description One of its prices; may be absent for a free plan and for one with a single price. */
            price?: components["schemas"]["Key"] | null;
            /**
             * @description Quantities by meter, such as seats. A meter that the price charges by quantity and that is not named counts as
             *     the units included, at least 1.
             */
            quantities?: {
                [key: string]: number;
            } | null;
            /** @description `false` leaves out the plan's trial; absent or `true`, the plan decides. */
            trial?: boolean | null;
            /** @description Units expected in a billing period, by meter; a meter that is charged by usage and not named counts as 0. */
            usage?: {
                [key: string]: number;
            } | null;
            voucher?: string | null;
            vouchers?: string[] | null;
        };
        /** @description Why a decision is what it is. */
        Reason: "granted" | "withinLimit" | "unlimited" | "overSoftLimit" | "coveredByCredits" | "notEntitled" | "limitReached" | "switchedOff" | "expired" | "suspended" | "unknownFeature" | "tokenMissing" | "tokenInvalid" | "tokenExpired" | "clockSuspect";
        /** @description A redemption, with when the last of what it brings ends by itself. */
        Redemption: {
            /** @description The code that was typed, normalized. */
            code: string;
            /** @description The effects at the time; later changes of the voucher do not reach them. */
            effects: components["schemas"]["Effects"];
            /** @description When the last of what it brought ended. */
            endedAt?: components["schemas"]["Timestamp"] | null;
            expiresAt: components["schemas"]["Timestamp"] | null;
            /** @description `red_…` */
            id: string;
            /** @description When. */
            redeemedAt: components["schemas"]["Timestamp"];
            /**
             * @description Whether its discount may go with another's.
             * @default false
             */
            stacks: boolean;
            /** @description The subscription whose life bounds effects without a duration; absent: any live one. */
            subscription?: string | null;
            /** @description The voucher's key. */
            voucher: components["schemas"]["Key"];
        };
        /** @description Why a voucher, or its discount, may not be used. */
        Refusal: {
            /** @description What is wrong. */
            code: components["schemas"]["RefusalCode"];
            /** @description A sentence: what is wrong and what to do about it. */
            detail: string;
        };
        /** @description What is wrong with using a voucher. */
        RefusalCode: "archived" | "not_started" | "expired" | "used_up" | "already_redeemed" | "wrong_plan" | "not_first_purchase" | "not_for_customer" | "minimum_amount" | "does_not_stack" | "duplicate" | "nothing_discounted" | "currency_unavailable" | "discount_ended";
        /** @description How often a meter starts again from zero. */
        Reset: "never" | "hour" | "day" | "week" | "month" | "year";
        /** @description Unused units that go on to later periods. */
        Rollover: {
            /**
             * Format: uint64
             * @description At most that many units.
             */
            max: number;
            /**
             * Format: uint32
             * @description For that many periods.
             */
            periods: number;
        };
        /** @description Unused units that go on to later periods. */
        RolloverInput: {
            /** @description At most that many units. */
            max: number;
            /** @description For that many periods. */
            periods: number;
        };
        /** @description What choosing a plan would be, for a customer as they stand: the word behind every button of a pricing table. */
        Scenario: "new" | "trial" | "active" | "scheduled" | "renew" | "upgrade" | "downgrade" | "switchInterval" | "contactSales";
        /** @description How units become an amount. */
        Scheme: {
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            };
            /** @constant */
            model: "per_unit";
            /** @description In the price's currency. */
            unitAmount: components["schemas"]["Decimal"];
        } | {
            /** @constant */
            model: "graduated";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["Tier"][];
        } | {
            /** @constant */
            model: "volume";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["Tier"][];
        } | {
            /**
             * Format: int64
             * @description In the price's currency.
             */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            };
            /** @constant */
            model: "package";
            /**
             * Format: uint64
             * @description Units in a package, at least 1.
             */
            size: number;
        };
        /** @description How units become an amount. */
        SchemeInput: {
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            } | null;
            /** @constant */
            model: "per_unit";
            /** @description In the price's currency. */
            unitAmount: components["schemas"]["Decimal"];
        } | {
            /** @constant */
            model: "graduated";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["TierInput"][];
        } | {
            /** @constant */
            model: "volume";
            /** @description Ascending, the last unbounded. */
            tiers: components["schemas"]["TierInput"][];
        } | {
            /** @description In the price's currency. */
            amount: number;
            /** @description In further currencies. */
            amounts?: {
                [key: string]: number;
            } | null;
            /** @constant */
            model: "package";
            /** @description Units in a package, at least 1. */
            size: number;
        };
        /** @description What somebody is about to buy. */
        Selection: {
            /** @description Quantities by add-on, each at least 1. */
            addons?: {
                [key: string]: number;
            } | null;
            /** @description The currency; the price's own when absent, for a free plan the catalogue's. */
            currency?: components["schemas"]["Currency"] | null;
            /** @description The plan. */
            plan: components["schemas"]["Key"];
            /** @description One of its prices; may be absent for a free plan and for one with a single price. */
            price?: components["schemas"]["Key"] | null;
            /**
             * @description Quantities by meter, such as seats. A meter that the price charges by quantity and that is not named counts as
             *     the units included, at least 1.
             */
            quantities?: {
                [key: string]: number;
            } | null;
            /** @description `false` leaves out the plan's trial; absent or `true`, the plan decides. */
            trial?: boolean | null;
            /** @description Units expected in a billing period, by meter; a meter that is charged by usage and not named counts as 0. */
            usage?: {
                [key: string]: number;
            } | null;
        };
        /** @description An access token for a signed-in user. */
        Session: {
            accessToken: string;
            expiresAt: components["schemas"]["Timestamp"];
        };
        /** @description The layer that an entitlement comes from, lowest first. */
        Source: "default" | "plan" | "addon" | "voucher" | "grant" | "override";
        /** @description A run of billing periods that cost the same. */
        Stage: {
            /**
             * Format: uint32
             * @description How many; null for all that follow.
             */
            periods: number | null;
            /**
             * Format: int64
             * @description Minor units in each.
             */
            total: number;
        };
        /** @description One thing that touched an entitlement, with the value before and after it. */
        Step: {
            /** @description What it did. */
            action: components["schemas"]["Action"];
            /** @description The value after. */
            after: components["schemas"]["Json"];
            /** @description What it brought: a boolean, a limit, a config value. */
            amount: components["schemas"]["Json"];
            /** @description The value before. */
            before: components["schemas"]["Json"];
            /** @description What did it: a plan's or add-on's key, a voucher's code, a grant's id, `rollout`, `default`, `override`. */
            id: string;
            /** @description Of a plan's value: the plan that it was inherited from. */
            inheritedFrom?: components["schemas"]["Key"] | null;
            /** @description The layer. */
            layer: components["schemas"]["Source"];
            /** @description Why, as somebody wrote it down. */
            note?: string | null;
            /** @description Of a plan's own value: the plan further up whose value it replaces. */
            overrides?: components["schemas"]["Key"] | null;
            /** @description When it ends by itself. */
            until?: components["schemas"]["Timestamp"] | null;
            /** @description The subscription or redemption behind it. */
            via?: string | null;
        };
        /** @description A customer's contract for one plan version. */
        Subscription: {
            /**
             * @description Quantities by add-on, each at least 1.
             * @default {}
             */
            addons: {
                [key: string]: number;
            };
            /** @description What its periods are counted from. */
            anchor: components["schemas"]["Timestamp"];
            /**
             * @description When it will end, where that is decided.
             * @default null
             */
            cancelAt: components["schemas"]["Timestamp"] | null;
            /**
             * @description When it ended.
             * @default null
             */
            canceledAt: components["schemas"]["Timestamp"] | null;
            /**
             * @description Why it ended, or will.
             * @default null
             */
            cancelReason: components["schemas"]["CancelReason"] | null;
            /** @description When it was made. */
            createdAt: components["schemas"]["Timestamp"];
            /**
             * @description The currency it is charged in; absent for a free plan.
             * @default null
             */
            currency: components["schemas"]["Currency"] | null;
            /** @description The billing period that holds now: the trial while it lasts. Of one that is stopped or has ended, the last. */
            currentPeriod: components["schemas"]["Period"];
            /**
             * @description While it is past due: when access stops.
             * @default null
             */
            graceEndsAt: components["schemas"]["Timestamp"] | null;
            /** @description While it is past due: what then. */
            graceThen?: components["schemas"]["GraceThen"] | null;
            /** @description The plan's group. */
            group: components["schemas"]["Key"];
            /** @description `sub_…` */
            id: string;
            /** @description The length of a billing period: that of its price, a month for a free plan. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: uint32
             * @description How many intervals make a period.
             */
            intervalCount: number;
            /**
             * @description Since when it is paused.
             * @default null
             */
            pausedAt: components["schemas"]["Timestamp"] | null;
            /**
             * @description A change that was asked for and is not yet in force.
             * @default null
             */
            pendingChange: components["schemas"]["PendingChange"] | null;
            /** @description The plan. */
            plan: components["schemas"]["Key"];
            /**
             * Format: uint64
             * @description The catalogue version it was bought at.
             */
            planVersion: number;
            /**
             * @description The price; absent for a free plan.
             * @default null
             */
            price: components["schemas"]["Key"] | null;
            /**
             * @description The billing provider that keeps it too, where one does.
             * @default null
             */
            provider: components["schemas"]["ProviderReference"] | null;
            /**
             * @description Quantities by meter, such as seats.
             * @default {}
             */
            quantities: {
                [key: string]: number;
            };
            /**
             * @description When the pause ends by itself.
             * @default null
             */
            resumesAt: components["schemas"]["Timestamp"] | null;
            /** @description What holds now. */
            status: components["schemas"]["SubscriptionStatus"];
            /** @description Why it is suspended. */
            suspendReason?: components["schemas"]["SuspendReason"] | null;
            /**
             * @description When the trial ends, if there was one.
             * @default null
             */
            trialEnd: components["schemas"]["Timestamp"] | null;
            /** @description When it will be told that the trial is about to end; absent once it was told. */
            trialNoticeAt?: components["schemas"]["Timestamp"] | null;
            /** @description What follows the trial. */
            trialThen?: components["schemas"]["TrialThen"] | null;
        };
        /** @description A change, and how it is to be done. */
        SubscriptionChange: {
            /**
             * @description Quantities to set, by add-on; 0 detaches it.
             * @default {}
             */
            addons?: {
                [key: string]: number;
            } | null;
            /**
             * @description Whether it is done also where more is in use than is left. Nothing is deleted; the gate is closed until usage is
             *     below. `false` when absent.
             */
            allowOverLimit?: boolean | null;
            /**
             * @description Another plan.
             * @default null
             */
            plan?: components["schemas"]["Key"] | null;
            /**
             * @description Another price.
             * @default null
             */
            price?: components["schemas"]["Key"] | null;
            /**
             * @description Quantities to set, by meter.
             * @default {}
             */
            quantities?: {
                [key: string]: number;
            } | null;
            /** @description `false` leaves out the trial of another plan; absent or `true`, the plan decides. */
            trial?: boolean | null;
            /** @description `auto` when absent. */
            when?: components["schemas"]["When"] | null;
        };
        /** @description One page of a list. */
        SubscriptionList: {
            /** @description The rows. */
            data: components["schemas"]["Subscription"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What a command made of a subscription. */
        SubscriptionOutcome: {
            /** @description From when on it is in force. */
            effectiveAt: components["schemas"]["Timestamp"];
            /** @description What the change was; null where it was none of plan, price, quantity or add-on. */
            scenario: components["schemas"]["Scenario"] | null;
            /** @description The subscription afterwards. */
            subscription: components["schemas"]["Subscription"];
            /** @description What it leaves to be seen to, such as more in use than is left. */
            warnings: components["schemas"]["Problem2"][];
        };
        /** @description The state of a subscription. */
        SubscriptionStatus: "trialing" | "active" | "past_due" | "suspended" | "paused" | "canceled";
        /** @description Why a subscription is suspended. */
        SuspendReason: "unpaid" | "disputed";
        /** @description Who adds tax. */
        Tax: "excluded";
        /** @description What follows a grace that names no plan. */
        ThenOfPolicy: "suspend" | "end";
        /** @description One tier of a scheme. */
        Tier: {
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            };
            /**
             * Format: int64
             * @description Charged once when the tier is reached.
             */
            flatAmount?: number | null;
            /** @description `flat_amount` in further currencies. */
            flatAmounts?: {
                [key: string]: number;
            };
            /** @description In the price's currency. */
            unitAmount?: components["schemas"]["Decimal"];
            /**
             * Format: uint64
             * @description The last unit of the tier, inclusive; absent in the last tier.
             */
            upTo?: number | null;
        };
        /** @description One tier of a scheme. */
        TierInput: {
            /** @description In further currencies. */
            amounts?: {
                [key: string]: components["schemas"]["Decimal"];
            } | null;
            /** @description Charged once when the tier is reached. */
            flatAmount?: number | null;
            /** @description `flat_amount` in further currencies. */
            flatAmounts?: {
                [key: string]: number;
            } | null;
            /** @description In the price's currency. */
            unitAmount?: components["schemas"]["Decimal"] | null;
            /** @description The last unit of the tier, inclusive; absent in the last tier. */
            upTo?: number | null;
        };
        /** @description The part of a charge that falls in one tier. */
        TierLine: {
            /** @description Minor units, exact: `units × unitAmount + flatAmount`. */
            amount: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description Minor units charged once for the tier.
             */
            flatAmount: number;
            /**
             * Format: uint64
             * @description The first unit of the tier, from 1.
             */
            from: number;
            /** @description Minor units of one unit. */
            unitAmount: components["schemas"]["Decimal"];
            /**
             * Format: uint64
             * @description Units charged at its unit amount.
             */
            units: number;
            /**
             * Format: uint64
             * @description Its last unit, inclusive; null in the last tier.
             */
            upTo: number | null;
        };
        /**
         * Format: date-time
         * @description An instant (RFC 3339); given in UTC, to the millisecond.
         * @example 2027-05-21T00:00:00Z
         */
        Timestamp: string;
        /** @description When a change takes effect. */
        Timing: "now" | "periodEnd";
        /** @description An entitlement token. */
        Token: {
            expiresAt: components["schemas"]["Timestamp"];
            token: string;
        };
        /** @description A trial before the first charge. */
        Trial: {
            /** @description Whether a card is asked for at the start. */
            card: boolean;
            /**
             * Format: uint16
             * @description How long, 1 to 3,650 days.
             */
            days: number;
            /** @description What comes after. */
            then: components["schemas"]["TrialThen"];
        };
        /** @description Another end of a trial. */
        TrialChange: {
            /** @description An instant ahead, or `now`. */
            end: "now" | components["schemas"]["Timestamp"];
        };
        /** @description A trial before the first charge. */
        TrialInput: {
            /** @description Whether a card is asked for at the start. */
            card?: boolean | null;
            /** @description How long, 1 to 3,650 days. */
            days: number;
            /** @description What comes after. */
            then: components["schemas"]["TrialThen"];
        };
        /**
         * @description A trial that comes before the first billing period.
         *
         *     It defers what recurs; one-time lines are charged at once, as billing providers do.
         */
        TrialOffer: {
            /** @description Whether a card is asked for at the start. */
            card: boolean;
            /**
             * Format: uint16
             * @description How long.
             */
            days: number;
            /**
             * Format: int64
             * @description Minor units that are charged when the paid plan follows.
             */
            deferred: number;
            /** @description When it would end. */
            endsAt: components["schemas"]["Timestamp"];
            /** @description What comes after: `paid`, `end`, or the key of a plan. */
            then: components["schemas"]["TrialThen"];
        };
        /** @description What follows a trial: `paid`, `end`, or the key of a plan. */
        TrialThen: string;
        /** @description The meters of a customer. */
        Usage: {
            usage: components["schemas"]["MeterUsage"][];
        };
        /** @description Why an event was refused: by itself, or with all others of its customer. */
        UsageError: {
            /** @description Stable, in snake case. */
            code: string;
            /** @description A sentence for a person. */
            detail: string;
        } | components["schemas"]["Problem"];
        /** @description A usage event and whose it is. */
        UsageEvent: {
            /** @description When it happened: at most 35 days back and 5 minutes ahead; absent: now. */
            at?: components["schemas"]["Timestamp"] | null;
            /** @description Whether `value` is added or set. */
            behaviour?: components["schemas"]["Behaviour"] | null;
            /** @description Whose it is. */
            customer: components["schemas"]["CustomerId"];
            /** @description The meter's key. */
            feature: string;
            /** @description The same key again, within 48 hours, changes nothing and answers as before. Absent: every event counts. */
            key?: string | null;
            /** @description Units to add (negative corrects, never below zero), or the new figure; 1 when absent. */
            value?: number | null;
        };
        /** @description The body of `POST /v1/usage`: one event, or a batch. */
        UsageEvents: components["schemas"]["UsageEvent"] | {
            /** @description In order. */
            events: components["schemas"]["UsageEvent"][];
        };
        /** @description What becomes of usage at an upgrade. */
        UsageOnUpgrade: "keep" | "reset";
        /** @description What became of an event. */
        UsageResult: {
            /** @description Absent where the event was refused before the meter was asked. */
            decision?: components["schemas"]["Decision"] | null;
            /** @description Why it was refused, where that was not for want of units. */
            error?: components["schemas"]["UsageError"] | null;
            /** @description The event's key. */
            key: string | null;
            /** @description In a word. */
            status: components["schemas"]["UsageStatus"];
        };
        /** @description What became of each event, in order. */
        UsageResults: {
            /** @description In order. */
            results: components["schemas"]["UsageResult"][];
        };
        /** @description What became of an event, in a word. */
        UsageStatus: "accepted" | "duplicate" | "refused";
        /** @description What a plan gives for one feature. */
        Value: boolean | components["schemas"]["MeterValue"] | components["schemas"]["Json"];
        /** @description What a plan gives for one feature. */
        ValueInput: boolean | components["schemas"]["MeterValueInput"] | components["schemas"]["Json"];
        /** @description A code that acts on prices, limits and flags at once. */
        Voucher: {
            /** @description Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here. */
            codes: string[];
            /** @description When, by whom and how often it may be redeemed. */
            constraints?: components["schemas"]["Constraints"];
            /** @description What it does. */
            effects: components["schemas"]["Effects"];
            /** @description Unique among vouchers. */
            key: components["schemas"]["Key"];
            /** @description For people. */
            name?: string | null;
            /** @description Whether it can be redeemed. */
            status: components["schemas"]["VoucherStatus"];
        };
        /** @description What is to become of a voucher. */
        VoucherChange: {
            /** @enum {unknown} */
            status: components["schemas"]["VoucherStatus"];
        };
        /** @description A code that acts on prices, limits and flags at once. */
        VoucherInput: {
            /** @description Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here. */
            codes?: string[] | null;
            /** @description When, by whom and how often it may be redeemed. */
            constraints?: components["schemas"]["ConstraintsInput"] | null;
            /** @description What it does. */
            effects: components["schemas"]["EffectsInput"];
            /** @description Unique among vouchers. */
            key: components["schemas"]["Key"];
            /** @description For people. */
            name?: string | null;
            /** @description Whether it can be redeemed. */
            status?: components["schemas"]["VoucherStatus"] | null;
        };
        /** @description What became of a voucher. */
        VoucherOutcome: {
            /** @description Whether any of its effects is in the quote. */
            applied: boolean;
            /** @description The code that was typed, normalized. */
            code: string;
            /** @description Why not; where it is applied, why its discount is left out. */
            reason: components["schemas"]["Refusal"] | null;
            /** @description The voucher's key. */
            voucher: components["schemas"]["Key"];
        };
        /** @description Whether a voucher can be redeemed. */
        VoucherStatus: "active" | "archived";
        /** @description What a voucher brings for one feature, and for how long. */
        VoucherValue: {
            /** @description From redemption; absent: as long as the subscription lasts. */
            for?: components["schemas"]["Duration"] | null;
        } & ({
            /** @description How many; an add-on's are multiplied by its quantity where they are added. */
            limit: components["schemas"]["Limit"];
            /** @description How they meet what is below. */
            merge: components["schemas"]["Merge"];
        } | {
            /** @description The value. */
            value: components["schemas"]["Json"];
        });
        /** @description What a voucher brings for one feature, and for how long. */
        VoucherValueInput: {
            /** @description From redemption; absent: as long as the subscription lasts. */
            for?: components["schemas"]["Duration"] | null;
            /** @description How many; an add-on's are multiplied by its quantity where they are added. */
            limit: components["schemas"]["Limit"];
            /** @description How they meet what is below. */
            merge?: components["schemas"]["Merge"] | null;
        } | {
            /** @description From redemption; absent: as long as the subscription lasts. */
            for?: components["schemas"]["Duration"] | null;
            /** @description The value. */
            value: components["schemas"]["Json"];
        };
        /** @description A voucher with what became of it. */
        VoucherView: {
            /** @description Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here. */
            codes: string[];
            /**
             * Format: uint64
             * @description Unique codes that were made.
             */
            codesMade: number;
            /** @description When, by whom and how often it may be redeemed. */
            constraints?: components["schemas"]["Constraints"];
            /** @description Absent for a voucher of the catalogue. */
            createdAt?: components["schemas"]["Timestamp"] | null;
            /** @description What it does. */
            effects: components["schemas"]["Effects"];
            /** @description Unique among vouchers. */
            key: components["schemas"]["Key"];
            /** @description For people. */
            name?: string | null;
            /**
             * Format: uint64
             * @description Uses, those included that are underway.
             */
            redemptions: number;
            /** @description Whether it can be redeemed. */
            status: components["schemas"]["VoucherStatus"];
        };
        /** @description One page of a list. */
        VoucherViewList: {
            /** @description The rows. */
            data: components["schemas"]["VoucherView"][];
            /** @description For the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description When a change is to be in force. */
        When: "auto" | "now" | "periodEnd";
    };
    responses: {
        /**
         * @description A problem document (RFC 9457). Codes:
         *
         *     - `invalid_body` (400): The body has not the shape it should have; `errors` names every fault with its place.
         *     - `invalid_header` (400): A header has not the form it should have.
         *     - `invalid_json` (400): The body is no strict JSON: no duplicate members, at most 32 levels, integers within ±(2^53 - 1).
         *     - `invalid_path` (400): Part of the path has not the form it should have.
         *     - `invalid_query` (400): A query parameter is not known here or has not the form it should have.
         *     - `invalid_yaml` (400): The body is no YAML that has a meaning in JSON: no tags, no duplicate members, no aliases without bound.
         *     - `key_invalid` (401): There is no such key, or it was revoked.
         *     - `key_missing` (401): The request carries no key; send one.
         *     - `session_invalid` (401): The access token is not acceptable here or has expired; make a new session.
         *     - `session_missing` (401): The request carries no access token; send one as bearer beside the publishable key.
         *     - `session_revoked` (401): The session was revoked; make a new one.
         *     - `key_not_allowed` (403): A key of this kind may not do that.
         *     - `origin_not_allowed` (403): The environment does not answer pages of this origin.
         *     - `addon_not_attached` (404): The subscription has no such add-on.
         *     - `addon_unknown` (404): The catalogue has no such add-on.
         *     - `catalog_version_unknown` (404): The catalogue has no such version, or none was published yet.
         *     - `customer_unknown` (404): There is no such customer; put it first.
         *     - `environment_unknown` (404): There is no such environment.
         *     - `feature_unknown` (404): The catalogue has no such feature.
         *     - `grant_unknown` (404): The customer has no such grant.
         *     - `key_unknown` (404): The environment has no key of that id.
         *     - `no_pending_change` (404): The subscription has no pending change.
         *     - `not_found` (404): Nothing is served at this path.
         *     - `override_unknown` (404): The customer has no override of that feature.
         *     - `unknown_subscription` (404): The customer has no such subscription.
         *     - `voucher_unknown` (404): No voucher with that code or key can be redeemed here.
         *     - `method_not_allowed` (405): The path is served, with other methods: see `Allow`.
         *     - `body_timeout` (408): The body did not arrive in time; send it again.
         *     - `already_subscribed` (409): The customer has a live subscription of the plan's group; change it, or cancel it first.
         *     - `checkout_unavailable` (409): A live environment needs a billing provider for a checkout.
         *     - `environment_exists` (409): There is an environment of that id with other settings.
         *     - `idempotency_conflict` (409): The idempotency key was used with another request; use a new one.
         *     - `nothing_to_resume` (409): The subscription neither ends nor is paused.
         *     - `not_pausable` (409): Only an active subscription can be paused.
         *     - `not_trialing` (409): The subscription is in no trial.
         *     - `redemption_released` (409): The redemption was given up in the meantime; redeem again.
         *     - `rotation_underway` (409): A new signing key waits already; rotate again when it signs.
         *     - `subscription_ended` (409): The subscription has ended; buy a new one.
         *     - `subscription_stopped` (409): The subscription is paused or suspended; it must go on first.
         *     - `too_many_grants` (409): The customer has as many grants as one may have; take some back first.
         *     - `too_many_vouchers` (409): The environment has as many vouchers as it may have.
         *     - `usage_above_limit` (409): More is in use than would be left; `errors` names each feature with its place.
         *     - `voucher_conflict` (409): A voucher of the document has the key or a code of one that was made by API.
         *     - `voucher_exists` (409): The key or a code of the voucher is taken.
         *     - `voucher_in_catalog` (409): The voucher stands in the catalogue document; change it there.
         *     - `version_mismatch` (412): What is there is not at the version in `If-Match`; read it again.
         *     - `body_too_large` (413): The body is larger than this endpoint takes.
         *     - `unsupported_media_type` (415): The body is in a format that this endpoint does not read.
         *     - `already_past` (422): An instant that must lie ahead is past.
         *     - `at_in_the_past` (422): `at` is in the past; what was then is not kept.
         *     - `batch_size` (422): A batch has 1 to 1,000 events.
         *     - `catalog_invalid` (422): The catalogue document cannot be published; `errors` names every fault with its place.
         *     - `grace_out_of_range` (422): The grace is at most 7 days.
         *     - `grant_invalid` (422): The grant cannot be made; `errors` names every fault with its place.
         *     - `invalid_origin` (422): An origin is a scheme, a host and perhaps a port, and nothing else.
         *     - `invalid_selection` (422): The selection cannot be bought; `errors` names every reason with its place.
         *     - `in_the_future` (422): What is told to have happened lies ahead.
         *     - `name_length` (422): A name has 1 to 200 characters.
         *     - `not_a_meter` (422): The feature is no meter, so there is no usage of it.
         *     - `not_supported_yet` (422): The request is understood and this release does not do it; the detail says what to do instead.
         *     - `override_invalid` (422): The override cannot be made; `errors` names every fault with its place.
         *     - `token_ttl_out_of_range` (422): A token is good for 60 to 3,600 seconds.
         *     - `too_many_origins` (422): An environment answers fewer origins than these.
         *     - `voucher_invalid` (422): The voucher cannot be made; `errors` names every fault with its place.
         *     - `voucher_not_redeemable` (422): The voucher is known and cannot be redeemed now; `errors` names every reason that may be told.
         *     - `too_many_requests` (429): Too many tries; wait as long as `Retry-After` says.
         *     - `internal` (500): Something failed inside; try again, and report the request id.
         *     - `data_too_new` (503): The data was written by a newer version of Tollgate; run that version, or a later one.
         *     - `unavailable` (503): A part is out of reach; try again after `Retry-After` seconds.
         */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what this is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Greeting"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to the demo */
            308: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getDemoFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the path of a file */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a file of the demo */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getErrorsCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an error code */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what an error code means */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorMeaning"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Check whether the edge works */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read this description */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getCatalog: {
        parameters: {
            query?: {
                /** @description an older version; absent: the current one */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the catalogue as JSON, or as YAML where `Accept` asks for it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalog"];
                    "application/yaml": components["schemas"]["Catalog"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCatalog: {
        parameters: {
            query?: {
                /** @description `new` (the default): existing customers keep what they bought; `all`: everybody gets it */
                applyTo?: "new" | "all";
                /** @description `true`: change nothing, say what publishing would change */
                dryRun?: boolean;
            };
            header?: {
                /** @description the `ETag` that must still be that of what is there; empty is as good as absent */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CatalogInput"];
                "application/yaml": components["schemas"]["CatalogInput"];
            };
        };
        responses: {
            /** @description Publish a catalogue document, JSON or YAML */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCatalogVersions: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the versions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogVersionSummaryList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCheck: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Check"];
            };
        };
        responses: {
            /** @description Check whether a customer may, and take it in the same step */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postClientCheckout: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Checkout"];
            };
        };
        responses: {
            /** @description Buy or change a plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckoutResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getClientPricing: {
        parameters: {
            query?: {
                /** @description only prices that can be charged in this currency */
                currency?: components["schemas"]["Currency"];
                /** @description keys of plans, with commas between; absent: all */
                plans?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what is for sale */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pricing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postClientQuotes: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description Quote a selection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getClientToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an entitlement token, with what is shown beside it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postClientVouchersPreview: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description Look what a code would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postClientVouchersRedeem: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Redeem a code */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomers: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the customers, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerSummaryList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a customer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCustomersCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description the `ETag` that must still be that of what is there; empty is as good as absent */
                "If-Match"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description Make a customer, or replace the profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Make a customer, or replace the profile */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description the `ETag` that must still be that of what is there; empty is as good as absent */
                "If-Match"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Wipe a customer; tokens and sessions are refused from then on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patchCustomersCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description the `ETag` that must still be that of what is there; empty is as good as absent */
                "If-Match"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description Change members of the profile; null empties one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerBillingFacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentReport"];
            };
        };
        responses: {
            /** @description Tell what became of a payment, where no billing provider does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomerEntitlements: {
        parameters: {
            query?: {
                /** @description as it will be at that instant with what is known now; absent: now */
                at?: string;
                /** @description `true`: add to each entitlement a sentence that says where it comes from */
                explain?: boolean;
            };
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Resolve what a customer is entitled to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entitlements"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomerGrants: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the grants, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerGrants: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGrant"];
            };
        };
        responses: {
            /** @description Give something for a window */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomerGrantsGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the grant's id */
                grant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a grant back */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putCustomersCustomerOverridesFeature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the feature's key */
                feature: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOverride"];
            };
        };
        responses: {
            /** @description Replace a limit or value for one customer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomerOverridesFeature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the feature's key */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take an override away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomerSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke every session and token of a customer */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomerSubscriptions: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the subscriptions, oldest first, ended ones included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Selection"];
            };
        };
        responses: {
            /** @description Buy a plan */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomerSubscriptionsSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchCustomersCustomerSubscriptionsSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SubscriptionChange"];
            };
        };
        responses: {
            /** @description Change plan, price, quantities or add-ons, now or when the period ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCustomersCustomerSubscriptionsSubscriptionAddonsAddon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the add-on's key */
                addon: string;
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddonQuantity"];
            };
        };
        responses: {
            /** @description Set the quantity of an add-on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomerSubscriptionsSubscriptionAddonsAddon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the add-on's key */
                addon: string;
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take an add-on off */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerSubscriptionsSubscriptionCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description End a subscription with its period, or at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerSubscriptionsSubscriptionPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Pause"];
            };
        };
        responses: {
            /** @description Stop a subscription until it is resumed, or until an instant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteCustomersCustomerSubscriptionsSubscriptionPendingChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a pending change back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerSubscriptionsSubscriptionResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a cancellation back that is not yet in force, or end a pause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerSubscriptionsSubscriptionTrial: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the subscription's id */
                subscription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialChange"];
            };
        };
        responses: {
            /** @description End a trial at another instant, or now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCustomersCustomerUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the meters of a customer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerUsageFeatureReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
                /** @description the feature's key */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Start a meter again from zero */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterUsage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postCustomersCustomerVouchers: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the customer's id, as you chose it */
                customer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Redeem a code for a customer */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postEntitlementsQuery: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntitlementsQuery"];
            };
        };
        responses: {
            /** @description Resolve for up to 100 customers at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntitlementsQueryResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEnvironments: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the environments, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentSummaryList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postEnvironments: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEnvironment"];
            };
        };
        responses: {
            /** @description Make an environment and its first keys */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentCreated"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchEnvironmentsEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the environment's id */
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EnvironmentChange"];
            };
        };
        responses: {
            /** @description Change the settings of an environment; what is absent stays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentSettings"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEnvironmentsEnvironmentJwksJson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the environment's id */
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the keys that sign an environment's tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jwk-set+json": components["schemas"]["JwkSet"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description Make an access token for a signed-in user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Issue an entitlement token */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postUsage: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsageEvents"];
            };
        };
        responses: {
            /** @description Record one usage event, or a batch of up to 1,000 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageResults"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getVouchers: {
        parameters: {
            query?: {
                /** @description the `nextCursor` of the page before */
                cursor?: string;
                /** @description 1 to 100; 50 when absent */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the vouchers made here, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoucherViewList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postVouchers: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoucherInput"];
            };
        };
        responses: {
            /** @description Make a voucher beside those of the catalogue */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoucherView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getVouchersVoucher: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the voucher's key */
                voucher: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a voucher, of the catalogue or made here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoucherView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchVouchersVoucher: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the voucher's key */
                voucher: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoucherChange"];
            };
        };
        responses: {
            /** @description Archive a voucher; what was redeemed stays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoucherView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postVouchersVoucherArchive: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the voucher's key */
                voucher: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Archive a voucher; what was redeemed stays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoucherView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postVouchersVoucherCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key and body again: the first answer again, byte for byte, for 48 hours */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description the voucher's key */
                voucher: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCodes"];
            };
        };
        responses: {
            /** @description Make unique codes, each for a single use */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Codes"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
