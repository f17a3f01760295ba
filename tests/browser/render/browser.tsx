// The page in a browser: hydrates what the server rendered, and keeps what React has to say about that.

import { hydrateRoot } from "react-dom/client";
import { Page, type PageProps } from "./page.js";

declare global {
  interface Window {
    complaints?: string[];
    /** The server's HTML as it stood before React began, without what comes late. */
    served?: string;
  }
}

const root = document.getElementById("root");
const data = document.getElementById("props")?.textContent;
if (!root || !data) throw new Error("the page is not whole");
const props = JSON.parse(data) as PageProps;
const { accessToken } = props.provider;
window.served = document.getElementById("whole")?.innerHTML ?? "";
window.complaints = [];
hydrateRoot(
  root,
  <Page
    {...props}
    provider={{
      ...props.provider,
      ...(typeof accessToken === "string" ? { accessToken: async () => accessToken } : {}),
    }}
  />,
  { onRecoverableError: (error) => window.complaints?.push(String(error)) },
);
