import type { Page } from "@playwright/test";

import { MEMBER_TABS, SCREENS } from "./screens.js";
import { ask, expect, member, open, OPERATOR, test } from "./support.js";

// For a person to look at: LOOK=folder takes a picture of every screen, in both languages and looks.
const folder = process.env["LOOK"];
/** Lists whose first link leads to a page of an object; a list without any has no such page here. */
const LISTS = ["broadcasts", "budgets", "bulk", "clubs", "ideas", "webhooks"];

test.skip(!folder, "LOOK names no folder");

/** The item of feedback that is due first. */
async function item(): Promise<string> {
  const query = "{ feedbackQueue(first: 1) { edges { node { id } } } }";
  const { feedbackQueue } = await ask<{ feedbackQueue: { edges: { node: { id: string } }[] } }>(query, {}, OPERATOR);
  return encodeURIComponent(feedbackQueue.edges[0]?.node.id ?? "");
}

const settled = (page: Page) => expect(page.locator("[aria-busy=true]")).toHaveCount(0);

for (const locale of ["zh-CN", "en-GB"]) {
  for (const look of ["light", "dark"] as const) {
    test.describe(`${locale} ${look}`, () => {
      test.use({ locale, colorScheme: look });

      test("pictures", async ({ signedIn: page }, info) => {
        test.setTimeout(600_000);
        const take = async (name: string) => {
          await settled(page);
          const file = name.replace(/[^a-z0-9-]+/g, "-");
          await page.screenshot({ fullPage: true, path: `${folder}/${file}-${info.project.name}-${look}-${locale.slice(0, 2)}.png` });
        };
        for (const screen of Object.values(SCREENS).flat()) {
          await open(page, screen);
          await take(screen || "today");
        }
        const { id } = await member();
        for (const tab of MEMBER_TABS) {
          await open(page, `members/${id}?show=${tab}`);
          await take(`member-${tab}`);
        }
        await open(page, `feedback?item=${await item()}`);
        await take("feedback-item");
        for (const list of LISTS) {
          await open(page, list);
          await settled(page);
          const link = page.locator(`main a[href*="/${list}/"]`).first();
          if ((await link.count()) === 0) continue;
          await link.click();
          await expect(page).toHaveURL(new RegExp(`/${list}/`));
          await take(`${list}-one`);
        }
      });
    });
  }
}
