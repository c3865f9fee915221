import { expect, test } from "vitest";

import { Session, tokenInAddress } from "./session.js";

const kept = () => {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    clear: () => map.clear(),
  };
};

test("a token in the address is taken out of it", () => {
  window.history.replaceState(null, "", "/console/members?q=1#token=abc.def.ghi");
  expect(tokenInAddress(window.location, window.history)).toBe("abc.def.ghi");
  expect(window.location.href).toMatch(/\/console\/members\?q=1$/);
  expect(tokenInAddress(window.location, window.history)).toBe("");
});

test("a reload keeps who is signed in, and signing out keeps nothing", () => {
  const store = kept();
  new Session(store).signIn(" token ");
  const again = new Session(store);
  expect(again.state).toBe("in");
  expect(again.tokens()).toBe("token");
  again.signOut();
  expect(store.map.size).toBe(0);
  expect(new Session(store).state).toBe("out");
});

test("a refused token opens the sheet once, and all who wait go on with the next", async () => {
  const session = new Session(kept());
  session.signIn("old");
  let told = 0;
  session.subscribe(() => told++);
  const waiting = Promise.all([session.tokens("old"), session.tokens("old"), session.tokens()]);
  expect(session.state).toBe("over");
  expect(told).toBe(1);
  session.signIn("new");
  expect(await waiting).toEqual(["new", "new", "new"]);
  expect(session.state).toBe("in");
});

const tokenOf = (sub: string, n: number, brand = "tea") =>
  `e30.${Buffer.from(JSON.stringify({ sub, brand, n })).toString("base64url")}.x`;

test("whoever signs in again goes on, and keeps what they were doing", async () => {
  const store = kept();
  const session = new Session(store);
  session.signIn(tokenOf("li", 1));
  store.setItem("draft", "half written");
  const { person } = session;
  const waiting = Promise.resolve(session.tokens(tokenOf("li", 1)));
  session.signIn(tokenOf("li", 2));
  await expect(waiting).resolves.toBe(tokenOf("li", 2));
  expect(session.person).toBe(person);
  expect(store.getItem("draft")).toBe("half written");
});

test("what one person waited for is not done in another's name, nor for another brand", async () => {
  for (const next of [tokenOf("wang", 2), tokenOf("li", 2, "sports")]) {
    const store = kept();
    const session = new Session(store);
    session.signIn(tokenOf("li", 1));
    store.setItem("draft", "half written");
    const { person } = session;
    const waiting = Promise.resolve(session.tokens(tokenOf("li", 1)));
    session.signIn(next);
    await expect(waiting).rejects.toThrow("another person");
    expect(session.state).toBe("in");
    expect(session.tokens()).toBe(next);
    expect(session.person).not.toBe(person);
    expect(store.getItem("draft")).toBeNull();
    expect(new Session(store).tokens()).toBe(next);
  }
});

test("who signs out waits for nothing", async () => {
  const session = new Session(kept());
  session.signIn(tokenOf("li", 1));
  const waiting = Promise.resolve(session.tokens(tokenOf("li", 1)));
  session.signOut();
  await expect(waiting).rejects.toThrow("another person");
});

test("the subject is shown also where it has letters beyond ASCII", () => {
  const session = new Session(kept());
  const claims = Buffer.from(JSON.stringify({ sub: "wáng", brand: "tea" })).toString("base64url");
  session.signIn(`e30.${claims}.x`);
  expect([session.subject, session.brand]).toEqual(["wáng", "tea"]);
  session.signIn("no-jwt");
  expect(session.subject).toBe("");
});
