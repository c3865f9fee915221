import { fileURLToPath } from "node:url";

import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

import { documentsApart } from "../documentsApart.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const gateway = process.env["GATEWAY_URL"] ?? "http://127.0.0.1:8000";

/** Libraries that every screen needs: they change seldom, so browsers keep them. */
const SHARED: readonly [name: string, folders: RegExp][] = [
  ["react", /node_modules\/(react|react-dom|scheduler)\//],
  ["tanstack", /node_modules\/@tanstack\//],
];

/** Without the gateway's own, so that an older gateway can be developed against. */
const config: Plugin = {
  name: "console-config",
  configureServer: ({ middlewares }) => void middlewares.use("/console/config.json", developing),
  configurePreviewServer: ({ middlewares }) => void middlewares.use("/console/config.json", developing),
};

function developing(_request: unknown, response: { setHeader(name: string, value: string): void; end(body: string): void }): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ issuer: null, clientId: null, brands: ["tea"], pictures: [], development: true }));
}

export default defineConfig({
  root: here("."),
  base: "/console/",
  plugins: [
    config,
    documentsApart(),
    react(),
    { ...optimizeLocales.vite({ locales: ["zh-CN", "en-US"] }), enforce: "pre" },
  ],
  resolve: {
    alias: { "@tessera/client": here("../client/src/index.ts"), "@tessera/kit": here("../kit/index.ts") },
  },
  html: { cspNonce: "__CSP_NONCE__" },
  css: { transformer: "lightningcss", lightningcss: { targets: { chrome: 111 << 16 } } },
  build: {
    outDir: here("../dist/console"),
    emptyOutDir: true,
    manifest: true,
    target: ["chrome111", "safari16.2", "firefox113"],
    modulePreload: { polyfill: false },
    // Fonts and pictures inside a style sheet would need `data:` in the policy.
    assetsInlineLimit: 0,
    // budgets.mjs judges sizes, by what a browser loads.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: SHARED.map(([name, test]) => ({ name, test, priority: 2 })) },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { "/graphql": { target: gateway, ws: true } },
  },
});
