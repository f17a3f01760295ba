import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [reactRouter()],
  // Beside this example, not in `node_modules`: Vite would otherwise put them into the server's bundle.
  ssr: { external: ["@tollgate/js", "@tollgate/react"] },
});
