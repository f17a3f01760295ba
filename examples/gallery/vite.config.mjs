import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Any folder serves it.
  base: "./",
  plugins: [react()],
  build: { target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
});
