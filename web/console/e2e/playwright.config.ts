import { defineConfig, devices } from "@playwright/test";

import { browser } from "./browser.js";

const { executablePath, args } = await browser();

// Against a suite that runs: CONSOLE_URL, OPERATOR_TOKEN, COLLEAGUE_TOKEN, MANAGER_TOKEN, MEMBER_TOKEN and OTHER_MEMBER_TOKEN name it.
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  // Of the slowest machine: two cores with a suite, two browsers and nothing to spare.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // A colour that is on its way from one to another has no contrast of its own.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath, args },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "desk", use: { ...devices["Desktop Chrome"], viewport: { width: 1360, height: 900 } } },
    { name: "phone", use: { ...devices["Pixel 7"] } },
    { name: "h5", testDir: "../../h5/e2e", use: { ...devices["Pixel 7"] } },
  ],
});
