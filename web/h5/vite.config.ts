import { fileURLToPath } from "node:url";

import { defineConfig, type Plugin } from "vite";

import { documentsApart } from "../documentsApart.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const gateway = process.env["GATEWAY_URL"] ?? "http://127.0.0.1:8000";

/** Without the gateway's own, so that an older gateway can be developed against. */
const config: Plugin = {
  name: "h5-config",
  configureServer: ({ middlewares }) => void middlewares.use("/h5/config.json", developing),
  configurePreviewServer: ({ middlewares }) => void middlewares.use("/h5/config.json", developing),
};

function developing(_request: unknown, response: { setHeader(name: string, value: string): void; end(body: string): void }): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ development: true }));
}

export default defineConfig({
  root: here("."),
  base: "/h5/",
  plugins: [config, documentsApart()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: { "@tessera/client": here("../client/src/index.ts") } },
  html: { cspNonce: "__CSP_NONCE__" },
  css: { transformer: "lightningcss", lightningcss: { targets: { chrome: 111 << 16 } } },
  build: {
    outDir: here("../dist/h5"),
    emptyOutDir: true,
    manifest: true,
    // Lightning CSS writes light-dark() for these in older words.
    target: ["chrome111", "safari16.2"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { port: 5174, proxy: { "/graphql": { target: gateway, ws: true }, "/login": { target: gateway } } },
});
