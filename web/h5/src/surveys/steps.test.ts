import { expect, test } from "vitest";

import { placeOf, repliesOf, sentReplies, shownQuestions, type Question } from "./steps.js";

const question = (code: string, showWhen: Partial<NonNullable<Question["showWhen"]>> | null = null): Question => ({
  code,
  kind: "TEXT",
  text: code,
  required: false,
  lowest: null,
  highest: null,
  charactersMax: 100,
  options: [],
  showWhen: showWhen && { question: "likely", atLeast: null, atMost: null, anyOf: [], ...showWhen },
});
const QUESTIONS = [
  question("likely"),
  question("wrong", { atMost: 6 }),
  question("which", { question: "wrong", anyOf: ["taste"] }),
  question("best", { atLeast: 9 }),
  question("words"),
];
const shown = (...replies: Parameters<typeof repliesOf>[0]) => shownQuestions(QUESTIONS, repliesOf(replies)).map(({ code }) => code);

test("a reply decides which questions follow, and one to a hidden question shows no other", () => {
  expect(shown()).toEqual(["likely", "words"]);
  expect(shown({ question: "likely", number: 0 })).toEqual(["likely", "wrong", "words"]);
  expect(shown({ question: "likely", number: 6 }, { question: "wrong", options: ["taste"] })).toEqual(["likely", "wrong", "which", "words"]);
  expect(shown({ question: "likely", number: 9 }, { question: "wrong", options: ["taste"] })).toEqual(["likely", "best", "words"]);
});

test("only what is shown is sent, and blanks are no words", () => {
  const replies = repliesOf([
    { question: "likely", number: 9 },
    { question: "wrong", options: ["taste"] },
    { question: "best", text: " 茶 " },
    { question: "words", text: "  " },
  ]);
  expect(sentReplies(QUESTIONS, replies)).toEqual([
    { question: "likely", number: 9, options: [], text: null },
    { question: "best", number: null, options: [], text: "茶" },
  ]);
});

test("a member goes on at the first question without a reply", () => {
  expect(placeOf(QUESTIONS, {})).toBe(0);
  expect(placeOf(QUESTIONS, repliesOf([{ question: "likely", number: 3 }]))).toBe(1);
  expect(placeOf(QUESTIONS, repliesOf([{ question: "likely", number: 8 }, { question: "words", text: "x" }]))).toBe(1);
});
