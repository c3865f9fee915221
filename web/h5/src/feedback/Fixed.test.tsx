import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { Fixed } from "./FeedbackPage.js";

afterEach(unmount);

test("members read what is fixed, and nothing where nothing is", () => {
  const { api } = fakeApi([]);
  shown(api, <Fixed notices={[]} />);
  expect(document.body.textContent).toBe("");
  unmount();
  const notice = { id: "fix_1", title: "异物问题已解决", text: "已更换全部封口机", announcedAt: "2026-03-02T12:00:00Z" };
  shown(api, <Fixed notices={[notice]} />);
  expect(document.body.textContent).toContain("异物问题已解决");
  expect(document.body.textContent).toContain("2026");
});
