import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The client has tests of its own, which need nothing but Node: `npm run test:client`.
export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { "@tessera/client": here("client/src/index.ts"), "@tessera/kit": here("kit/index.ts") },
  },
  test: {
    environment: "happy-dom",
    // One environment for all files: none leaves anything behind that another would see.
    isolate: false,
    include: ["console/{src,tests}/**/*.test.{ts,tsx}", "kit/**/*.test.tsx"],
    setupFiles: [here("console/tests/setup.ts")],
    restoreMocks: true,
  },
});
