// A page with everything that a server can render: gates, meters, a quote and the pricing table.

import {
  Paywall,
  PricingTable,
  Protect,
  Show,
  TollgateProvider,
  type TollgateProviderProps,
  UsageMeter,
  useCheckoutCompletion,
  useConfig,
  useEntitlement,
  useFlag,
  useQuote,
  useTollgate,
} from "@tollgate/react";
import { fromServer } from "@tollgate/react/snapshot";
import { lazy, StrictMode, Suspense, useEffect } from "react";

/** What both sides are given. */
export interface PageProps {
  provider: Pick<TollgateProviderProps, "publishableKey" | "endpoint" | "accessToken" | "customer">;
  snapshot: unknown;
  /** Waits for this plan after a checkout. */
  completion?: { plan: string; interval: number; timeout: number };
}

/** The questions of the page, for `takeSnapshot`. */
export const questions = {
  tables: [{ plans: ["starter", "pro", "enterprise"] }],
  checks: [{ feature: "api-calls", requested: 5, flag: "beta-dashboard" }],
  quotes: [{ price: "pro-monthly", quantities: { seats: 7 }, plan: "pro" }],
};

declare global {
  interface Window {
    /** When the first gate had answered, in milliseconds of the page. */
    gateAt?: number;
    /** Whether the client that the page loaded has taken over. */
    isReal?: boolean;
    /** Gives the code of the part that comes late. */
    late?: Promise<unknown>;
  }
}

function Marks() {
  const { client } = useTollgate();
  useEffect(() => {
    window.gateAt ??= performance.now();
  }, []);
  useEffect(() => {
    window.isReal = client !== null && !("knows" in client);
  }, [client]);
  return null;
}

function Answers() {
  const calls = useEntitlement("api-calls", { requested: 5, flag: "beta-dashboard" });
  const unasked = useEntitlement("api-calls", { requested: 17 });
  const analytics = useFlag("analytics");
  const support = useConfig("support-level", "none");
  const { quote, isLoading } = useQuote({
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 7 },
  });
  return (
    <dl>
      <dd id="combined">{calls.isLoading ? "loading" : calls.reason}</dd>
      <dd id="unasked">{unasked.isLoading ? "loading" : unasked.reason}</dd>
      <dd id="analytics">{analytics.isLoading ? "loading" : String(analytics.enabled)}</dd>
      <dd id="support">{support.isLoading ? "loading" : support.value}</dd>
      <dd id="quote">{isLoading ? "loading" : quote?.dueNow}</dd>
    </dl>
  );
}

function Completion({ plan, ...options }: NonNullable<PageProps["completion"]>) {
  return <output>{useCheckoutCompletion(plan, options).status}</output>;
}

// On a server it is there a moment later; in the browser when the test says so.
const Late = lazy(async () => {
  if (typeof window === "undefined") await new Promise((resolve) => setTimeout(resolve, 30));
  else await window.late;
  return { default: () => <UsageMeter feature="seats" className="late" /> };
});

export function Page({ provider, snapshot, completion }: PageProps) {
  return (
    <StrictMode>
      <TollgateProvider {...provider} snapshot={fromServer(snapshot)}>
        <main>
          <div id="whole">
            {completion && <Completion {...completion} />}
            <Protect
              feature="analytics"
              loading={<p id="protect">loading</p>}
              fallback={<p id="protect">closed</p>}
            >
              <p id="protect">open</p>
            </Protect>
            <Show
              when={(has) => has({ plan: "pro" }) && !has({ feature: "sso" })}
              loading={<p id="show">loading</p>}
              fallback={<p id="show">closed</p>}
            >
              <p id="show">open</p>
            </Show>
            <Paywall entitlement="sso" upgradeHref="/pricing" loading={<p>loading</p>}>
              <p>single sign-on</p>
            </Paywall>
            <UsageMeter feature="api-calls" />
            <Answers />
            <PricingTable plans={["starter", "pro", "enterprise"]} />
          </div>
          <Suspense fallback={<p>late</p>}>
            <Late />
          </Suspense>
          <Marks />
        </main>
      </TollgateProvider>
    </StrictMode>
  );
}
