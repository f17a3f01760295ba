import { TollgateProvider } from "@tollgate/react";
import { useMemo, useState } from "react";
import { Backend, BackendContext } from "./backend.js";
import type { Config } from "./config.js";
import { type CustomerId, customers, keepCustomer, lastCustomer } from "./customers.js";
import { Account } from "./pages/Account.js";
import { Pricing } from "./pages/Pricing.js";
import { Product } from "./pages/Product.js";
import { type Route, useRoute } from "./route.js";

const pages: Record<Route, { name: string; page: () => React.JSX.Element }> = {
  pricing: { name: "Pricing", page: Pricing },
  product: { name: "Product", page: Product },
  account: { name: "Account", page: Account },
};

function Brand() {
  return (
    <a className="brand" href="#/pricing">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1 6c2.3 0 2.3 2 4.7 2S8 6 10.3 6 12.700 8 15 8M1 10.5c2.3 0 2.3 2 4.7 2s2.3-2 4.6-2 2.4 2 4.7 2" />
      </svg>
      Driftline
    </a>
  );
}

interface BarProps {
  route: Route;
  customer: CustomerId;
  onCustomer: (id: CustomerId) => void;
}

function Bar({ route, customer, onCustomer }: BarProps) {
  return (
    <header className="bar">
      <Brand />
      <nav aria-label="Pages">
        {Object.entries(pages).map(([key, { name }]) => (
          <a key={key} href={`#/${key}`} aria-current={key === route ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <label className="who">
        <span className="muted">Signed in as</span>
        <select
          value={customer}
          onChange={({ target }) => {
            const chosen = customers.find(({ id }) => id === target.value);
            if (chosen) onCustomer(chosen.id);
          }}
        >
          {customers.map(({ id, name, about }) => (
            <option key={id} value={id}>
              {name} ({about})
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}

/** The whole site, as one customer sees it. */
export function App({ config }: { config: Config }) {
  const route = useRoute();
  const [customer, setCustomer] = useState(lastCustomer);
  const backend = useMemo(() => new Backend(config.backend, customer), [config.backend, customer]);
  const { page: Page } = pages[route];
  return (
    <BackendContext value={backend}>
      <TollgateProvider
        key={customer}
        publishableKey={config.publishableKey}
        endpoint={config.endpoint}
        accessToken={backend.session}
        customer={customer}
        locale="en"
      >
        <Bar
          route={route}
          customer={customer}
          onCustomer={(id) => {
            keepCustomer(id);
            setCustomer(id);
          }}
        />
        <main>
          <Page />
        </main>
        <footer className="foot">
          <p className="muted">
            Driftline is made up; its plans, gates and prices are real, and served by Tollgate.
          </p>
        </footer>
      </TollgateProvider>
    </BackendContext>
  );
}
