import { TollgateProvider } from "@tollgate/react";
import { fromServer } from "@tollgate/react/snapshot";
import type { ReactNode } from "react";
import {
  Form,
  Links,
  type LoaderFunctionArgs,
  Meta,
  NavLink,
  Outlet,
  Scripts,
  useLoaderData,
} from "react-router";
import "@tollgate/react/styles.css";
import "./page.css";
import { customerOf, open, snapshotFor } from "./tollgate.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const customer = customerOf(request);
  return { ...open, customer, snapshot: await snapshotFor(customer) };
}

// The page holds a customer's token: no cache between here and their browser may keep it.
export const headers = () => ({ "Cache-Control": "private, no-store" });

export const meta = () => [{ title: "Ebbline" }];

/** Asks this server for a session of whoever is signed in. */
async function accessToken(): Promise<string> {
  const answer = await fetch("/session", { method: "POST" });
  if (!answer.ok) throw new Error("not signed in");
  return (await answer.json()).accessToken;
}

const people = { "harbour-lab": "Harbour Lab, on Starter", "north-ferry": "North Ferry, on Pro" };

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  const { endpoint, publishableKey, customer, snapshot } = useLoaderData<typeof loader>();
  const signedIn = customer === null ? {} : { customer, accessToken };
  return (
    <TollgateProvider
      endpoint={endpoint}
      publishableKey={publishableKey}
      snapshot={fromServer(snapshot)}
      {...signedIn}
    >
      <header>
        <strong>Ebbline</strong>
        <nav>
          <NavLink to="/">Today</NavLink>
          <NavLink to="/reports">Reports</NavLink>
          <NavLink to="/pricing">Pricing</NavLink>
        </nav>
        <Form action="/session" reloadDocument>
          <label>
            Signed in as{" "}
            <select
              key={customer}
              name="as"
              defaultValue={customer ?? ""}
              onChange={(event) => event.currentTarget.form?.submit()}
            >
              <option value="">nobody</option>
              {Object.entries(people).map(([id, name]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <noscript>
            <button type="submit">Go</button>
          </noscript>
        </Form>
      </header>
      <main>
        <Outlet />
      </main>
    </TollgateProvider>
  );
}
