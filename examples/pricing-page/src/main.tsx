import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@tollgate/react/styles.css";
import "./styles.css";
import { App } from "./App.js";
import { readConfig } from "./config.js";

// Keeps the page for when there is no network.
navigator.serviceWorker?.register("./offline.js").catch(() => {});

const element = document.getElementById("root");
if (element) {
  const root = createRoot(element);
  readConfig().then(
    (config) =>
      root.render(
        <StrictMode>
          <App config={config} />
        </StrictMode>,
      ),
    () =>
      root.render(
        <p className="failure is-alone" role="alert">
          The page found no config.json beside it. Start the demo with <code>make start</code>.
        </p>,
      ),
  );
}
