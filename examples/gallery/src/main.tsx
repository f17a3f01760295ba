import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@tollgate/react/styles.css";
import "./styles.css";
import { App } from "./App.js";
import { readAddress } from "./address.js";
import { exhibits } from "./exhibits/index.js";

const address = readAddress(window.location.search);
const exhibit = exhibits.find(({ key }) => key === address.component);
const element = document.getElementById("root");
document.documentElement.dataset.theme = address.settings.theme;
if (element && exhibit) {
  createRoot(element).render(
    <StrictMode>
      <App address={address} exhibit={exhibit} />
    </StrictMode>,
  );
}
