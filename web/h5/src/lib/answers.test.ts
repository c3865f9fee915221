import { expect, test, vi } from "vitest";

import { Answers } from "./answers.js";

const answer = (data: unknown) => ({ data, problems: [], cost: 1 });

test("a fresh answer is not asked for again, and a refresh asks for what is on the screen alone", async () => {
  const answers = new Answers();
  const [shown, gone] = [vi.fn(async () => answer("shown")), vi.fn(async () => answer("gone"))];
  const told = vi.fn();
  answers.follow("a", shown, told);
  const stop = answers.follow("b", gone, told);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  answers.follow("a", shown, () => {});
  stop();
  expect([shown.mock.calls.length, gone.mock.calls.length]).toEqual([1, 1]);
  answers.refresh();
  await vi.waitFor(() => expect(shown).toHaveBeenCalledTimes(2));
  expect(gone).toHaveBeenCalledTimes(1);
  answers.follow("b", gone, told);
  expect(gone).toHaveBeenCalledTimes(2);
});

test("an answer of before a change is followed by one of after it", async () => {
  const answers = new Answers();
  let deliver: (value: ReturnType<typeof answer>) => void = () => {};
  const send = vi.fn(() => new Promise<ReturnType<typeof answer>>((resolve) => (deliver = resolve)));
  answers.follow("a", send, () => {});
  answers.refresh();
  deliver(answer("before"));
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  deliver(answer("after"));
  await vi.waitFor(() => expect(answers.of("a").answer?.data).toBe("after"));
});

test("a failure leaves what was known, and the next answer takes its place", async () => {
  const answers = new Answers();
  const send = vi.fn().mockResolvedValueOnce(answer(1)).mockRejectedValueOnce(new Error("away")).mockResolvedValueOnce(answer(2));
  answers.follow("a", send, () => {});
  await vi.waitFor(() => expect(answers.of("a").answer?.data).toBe(1));
  answers.again("a");
  await vi.waitFor(() => expect(answers.of("a").error?.message).toBe("away"));
  expect(answers.of("a").answer?.data).toBe(1);
  answers.again("a");
  await vi.waitFor(() => expect(answers.of("a")).toEqual({ answer: answer(2) }));
});
