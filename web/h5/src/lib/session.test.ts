import type { Held } from "@tessera/client";
import { expect, test, vi } from "vitest";

import { handedIn, Session } from "./session.js";

const tokenOf = (sub: string, n = 1) => `h.${btoa(JSON.stringify({ sub, n }))}.s`;

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    clear: () => kept.clear(),
  };
}

test("what was handed over leaves the address, and a reload keeps it", () => {
  const location = { hash: "#token=abc&refresh=def", pathname: "/h5/points", search: "?a=1" } as Location;
  const replaceState = vi.fn();
  expect(handedIn(location, { replaceState } as unknown as History)).toEqual({ token: "abc", refreshToken: "def" });
  expect(replaceState).toHaveBeenCalledWith(null, "", "/h5/points?a=1");
  expect(handedIn({ ...location, hash: "#token=" } as Location, { replaceState } as unknown as History)).toBeUndefined();

  const store = storage();
  new Session(store).take({ token: "abc" });
  expect(new Session(store).tokens()).toBe("abc");
});

test("a refused token is renewed once for all who wait, and a lost renewal is sent again as it was", async () => {
  const store = storage();
  const asked: object[] = [];
  const renew = vi.fn(async (refresh: object) => {
    asked.push(refresh);
    if (asked.length === 1) throw new Error("lost");
    return { token: tokenOf("m", 2), untilMs: Date.now() + 60_000, refresh: { refreshToken: "two", requestId: "r2" } };
  });
  const session = new Session(store, renew);
  session.take({ token: tokenOf("m"), refreshToken: "one" });
  await expect(session.tokens(tokenOf("m"))).rejects.toThrow("lost");
  // Even after a reload.
  const again = new Session(store, renew);
  const [first, second] = await Promise.all([again.tokens(tokenOf("m")), again.tokens(tokenOf("m"))]);
  expect([first, second]).toEqual([tokenOf("m", 2), tokenOf("m", 2)]);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toEqual(asked[1]);
});

test("when nothing goes on, all wait for the host, which hands over the same person", async () => {
  const session = new Session(storage(), async () => undefined);
  session.take({ token: tokenOf("m"), refreshToken: "one" });
  const { person } = session;
  const waiting = Promise.resolve(session.tokens(tokenOf("m")));
  await vi.waitFor(() => expect(session.state).toBe("over"));
  session.take({ token: tokenOf("m", 2) });
  await expect(waiting).resolves.toBe(tokenOf("m", 2));
  expect(session.state).toBe("in");
  expect(session.person).toBe(person);
});

test("what one person waited for is not done in another's name", async () => {
  const session = new Session(storage(), async () => undefined);
  session.take({ token: tokenOf("m") });
  const { person } = session;
  const waiting = Promise.resolve(session.tokens(tokenOf("m")));
  await vi.waitFor(() => expect(session.state).toBe("over"));
  session.take({ token: tokenOf("other") });
  await expect(waiting).rejects.toThrow("another member");
  expect(session.person).not.toBe(person);
});

test("whoever leaves, leaves nothing", () => {
  const store = storage();
  const session = new Session(store);
  session.take({ token: "abc" });
  session.leave();
  expect(session.state).toBe("out");
  expect(new Session(store).state).toBe("out");
});

/** A session whose renewals the test answers, in the order in which they were asked for. */
function answeredByHand(store = storage()) {
  const answers: ((held: Held | undefined) => void)[] = [];
  const session = new Session(store, () => new Promise((resolve) => answers.push(resolve)));
  return { session, store, answers };
}

const heldOf = (sub: string): Held => ({ token: tokenOf(sub, 2), untilMs: Date.now() + 60_000, refresh: undefined });

test("a renewal that comes after its member left brings nobody back", async () => {
  const { session, store, answers } = answeredByHand();
  session.take({ token: tokenOf("m"), refreshToken: "one" });
  const waiting = Promise.resolve(session.tokens(tokenOf("m")));
  session.leave();
  answers[0]?.(heldOf("m"));
  await expect(waiting).rejects.toThrow("another member");
  expect(session.state).toBe("out");
  expect(new Session(store).state).toBe("out");
});

test("a renewal that comes after another member is here is not theirs, whatever it says", async () => {
  for (const late of [heldOf("m"), undefined]) {
    const { session, answers } = answeredByHand();
    session.take({ token: tokenOf("m"), refreshToken: "one" });
    const ofTheFirst = Promise.resolve(session.tokens(tokenOf("m")));
    session.take({ token: tokenOf("other"), refreshToken: "two" });
    const ofTheOther = Promise.resolve(session.tokens(tokenOf("other")));
    answers[0]?.(late);
    await expect(ofTheFirst).rejects.toThrow("another member");
    expect(session.state).toBe("in");
    answers[1]?.(heldOf("other"));
    await expect(ofTheOther).resolves.toBe(tokenOf("other", 2));
  }
});

test("a renewal that comes after the host handed over anew gives what the host handed over", async () => {
  const { session, answers } = answeredByHand();
  session.take({ token: tokenOf("m"), refreshToken: "one" });
  const waiting = Promise.resolve(session.tokens(tokenOf("m")));
  session.take({ token: tokenOf("m", 3), refreshToken: "two" });
  answers[0]?.(undefined);
  await expect(waiting).resolves.toBe(tokenOf("m", 3));
  expect(session.state).toBe("in");
});

test("the member after one who left while all waited has renewals again", async () => {
  const { session, answers } = answeredByHand();
  session.take({ token: tokenOf("m"), refreshToken: "one" });
  const waiting = Promise.resolve(session.tokens(tokenOf("m")));
  answers[0]?.(undefined);
  await vi.waitFor(() => expect(session.state).toBe("over"));
  session.leave();
  await expect(waiting).rejects.toThrow("another member");
  session.take({ token: tokenOf("other"), refreshToken: "two" });
  const renewed = session.tokens(tokenOf("other"));
  answers[1]?.(heldOf("other"));
  await expect(renewed).resolves.toBe(tokenOf("other", 2));
});
