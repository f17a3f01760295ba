import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // The edge serves the page from there.
  base: "/demo/",
  plugins: [react()],
  build: { target: "es2022", modulePreload: { polyfill: false } },
});
