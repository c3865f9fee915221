import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const client = { "@tessera/client": here("client/src/index.ts") };
const shared = {
  environment: "happy-dom",
  // One environment for all files: none leaves anything behind that another would see.
  isolate: false,
  restoreMocks: true,
} as const;

// The client has tests of its own, which need nothing but Node: `npm run test:client`.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        resolve: { alias: { ...client, "@tessera/kit": here("kit/index.ts") } },
        test: {
          ...shared,
          name: "console",
          include: ["console/{src,tests}/**/*.test.{ts,tsx}", "kit/**/*.test.tsx"],
          setupFiles: [here("console/tests/setup.ts")],
        },
      },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        resolve: { alias: client },
        test: { ...shared, name: "h5", include: ["h5/{src,tests}/**/*.test.{ts,tsx}"] },
      },
      {
        resolve: { alias: client },
        define: { __GATEWAY__: '"https://members.example.com"', __APP_ID__: '"wx1"', __TOKEN__: '""' },
        test: { ...shared, name: "mini", environment: "node", testTimeout: 20_000, include: ["mini/tests/**/*.test.ts"] },
      },
    ],
  },
});
