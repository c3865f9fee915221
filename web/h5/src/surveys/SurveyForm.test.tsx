import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import { fakeApi, press, shown, unmount } from "../../tests/fakeApi.js";
import { SurveyForm } from "./SurveyForm.js";
import type { Offer } from "./steps.js";

const more = { required: true, lowest: null, highest: null, charactersMax: null, options: [], showWhen: null };
const OFFER: Offer = {
  id: "svo_1",
  survey: "recommend",
  name: "推荐意愿",
  anonymous: false,
  expiresAt: "2026-03-16T00:00:00Z",
  thanks: "谢谢您",
  questions: [
    { ...more, code: "likely", kind: "SCORE", text: "会推荐吗", lowest: 0, highest: 10 },
    { ...more, code: "wrong", kind: "CHOICES", text: "哪里不好", options: [{ code: "taste", name: "口味" }], showWhen: { question: "likely", atLeast: null, atMost: 6, anyOf: [] } },
    { ...more, code: "words", kind: "TEXT", text: "还想说", required: false, charactersMax: 100 },
  ],
  replies: [],
};
const DONE = { answerSurvey: { userErrors: [], survey: { id: "svo_1", answered: true } } };
const words = () => document.body.textContent ?? "";

async function choose(label: string): Promise<void> {
  const found = [...document.querySelectorAll("label")].find((each) => each.textContent === label);
  if (!found) throw new Error(`nothing to choose: ${label}`);
  await act(async () => {
    found.querySelector("input")?.click();
    await Promise.resolve();
  });
}

beforeEach(() => sessionStorage.clear());
afterEach(unmount);

test("one question a step, with what follows from the reply; parts are kept, and the end is sent once", async () => {
  const { api, sent } = fakeApi([DONE, DONE, DONE]);
  shown(api, <SurveyForm offer={OFFER} />);
  expect(words()).toContain("第 1 题");
  await choose("0");
  await press("下一题");
  expect(words()).toContain("哪里不好");
  await choose("口味");
  await press("下一题");
  await press("提交");
  expect(words()).toContain("谢谢您");
  expect(sent.map(({ input }) => [input.complete, (input.replies as unknown[]).length])).toEqual([
    [false, 1],
    [false, 2],
    [true, 2],
  ]);
  expect(new Set(sent.map(({ input }) => input.requestId)).size).toBe(3);
});

test("a member goes on where they stopped", () => {
  const replies = [{ question: "likely", number: 9, options: [], text: null }];
  shown(fakeApi([]).api, <SurveyForm offer={{ ...OFFER, replies }} />);
  expect(words()).toContain("还想说");
  expect(words()).toContain("第 2 题");
});

test("replies to an anonymous survey stay on the phone until all are sent, and outlive a reload", async () => {
  const { api, sent } = fakeApi([DONE]);
  const offer = { ...OFFER, anonymous: true };
  shown(api, <SurveyForm offer={offer} />);
  await choose("9");
  await press("下一题");
  expect(sent).toHaveLength(0);
  unmount();
  shown(api, <SurveyForm offer={offer} />);
  expect(words()).toContain("还想说");
  await press("提交");
  expect(sent.map(({ input }) => input.complete)).toEqual([true]);
  expect(Object.keys(sessionStorage).filter((key) => key.startsWith("survey"))).toEqual([]);
});
