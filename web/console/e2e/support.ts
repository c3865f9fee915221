import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: \`make console-test\` sets it`);
  return value;
};

export const CONSOLE = given("CONSOLE_URL").replace(/\/?$/, "/");
export const OPERATOR = given("OPERATOR_TOKEN");
/** An operator who works for store-01 alone. */
export const MANAGER = given("MANAGER_TOKEN");
/** Another operator, `dev-colleague`. */
export const COLLEAGUE = given("COLLEAGUE_TOKEN");
export const MEMBER = given("MEMBER_TOKEN");
export const OTHER_MEMBER = given("OTHER_MEMBER_TOKEN");
const GRAPHQL = new URL("/graphql", CONSOLE).href;

/** Only words of a test's own are found again, however often it ran on this suite. */
export const unique = (words: string): string => `${words} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** Asks the gateway past the console. */
export async function ask<Data>(query: string, variables: object = {}, token = MEMBER): Promise<Data> {
  const response = await fetch(GRAPHQL, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const said = (await response.json()) as { data: Data; errors?: unknown };
  if (said.errors) throw new Error(JSON.stringify(said.errors));
  return said.data;
}

/** The member of the token. */
export async function member(): Promise<{ id: string; phone: string }> {
  return (await ask<{ me: { id: string; phone: string } }>("{ me { id phone } }")).me;
}

/** The member of the token stands on the board of this month, on whichever of its days this runs. */
export async function scored(): Promise<void> {
  await ask("mutation ($input: CheckInInput!) { checkIn(input: $input) { userErrors { code } } }", { input: { requestId: unique("check-in") } });
  const board = '{ leaderboard(code: "month_points") { me { rank } } }';
  const rank = async () => (await ask<{ leaderboard: { me: { rank: number | null } | null } | null }>(board)).leaderboard?.me?.rank ?? 0;
  await expect.poll(rank, { timeout: 60_000 }).toBeGreaterThan(0);
}

/** A page that is signed in. Whatever the browser complains of fails the test. */
export const test = base.extend<{ allowed: RegExp[]; signedIn: Page }>({
  // Complaints that a test provokes on purpose.
  allowed: [[], { option: true }],
  page: async ({ page, allowed }, give) => {
    const said: string[] = [];
    page.on("console", (message) => said.push(`console.${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`page error: ${error.message}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // What was under way when a page was left is nobody's fault.
      if (!/ERR_ABORTED/.test(reason)) said.push(`request failed: ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) said.push(`status ${response.status()}: ${response.url()}`);
    });
    await give(page);
    expect(said.filter((each) => !allowed.some((pattern) => pattern.test(each)))).toEqual([]);
  },
  signedIn: async ({ page }, give) => {
    await page.goto(`${CONSOLE}#token=${OPERATOR}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await give(page);
  },
});

export { expect };

/** Goes to a screen by its path, such as `members`. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, CONSOLE).href);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** The narrowest phone, and a small desk enlarged twice. */
const SMALL = [
  { width: 320, height: 640 },
  { width: 640, height: 450 },
];

/** Nothing goes beyond the screen sideways, however small it is. */
export async function fits(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of SMALL) {
    await page.setViewportSize(size);
    const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(beyond, { message: `${name || "the first screen"} at ${size.width} px` }).toBe(0);
  }
  if (before) await page.setViewportSize(before);
}

type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];

const told = (violations: Violations) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(" | ")}`);

/** The rules that colours decide. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** As `accessible`, in light and in dark: one page has both looks, which differ in colours alone. */
export async function accessibleInBoth(page: Page, options: { inDialog?: boolean } = {}): Promise<void> {
  await accessible(page, options);
  await readable(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
}

/** Text can be read by its colours, in one look. */
export async function readable(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // Colours on their way are nobody's colours.
  await page.evaluate(() => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  });
  const { violations } = await new AxeBuilder({ page }).withRules(OF_COLOURS).analyze();
  expect(told(violations)).toEqual([]);
}

/** No barrier is known on what is shown, and nothing goes beyond the screen sideways. */
export async function accessible(page: Page, { inDialog = false } = {}): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    // A dialog hides the page behind it, with its heading and its landmarks.
    // What was announced of a button stands there for some seconds after it, empty.
    .exclude("[data-live-announcer]")
    .disableRules(inDialog ? ["landmark-one-main", "page-has-heading-one"] : [])
    .analyze();
  expect(told(violations)).toEqual([]);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond).toBe(0);
}
