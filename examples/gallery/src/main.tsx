import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@tollgate/react/styles.css";
import "./styles.css";
import { App } from "./App.js";
import { readAddress } from "./address.js";
import { entries } from "./entries/index.js";

const address = readAddress(window.location.search);
const entry = entries.find(({ key }) => key === address.component);
const element = document.getElementById("root");
document.documentElement.dataset.theme = address.settings.theme;
if (element && entry) {
  createRoot(element).render(
    <StrictMode>
      <App address={address} entry={entry} />
    </StrictMode>,
  );
}
