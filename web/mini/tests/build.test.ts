import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

import { formatOf } from "../../h5/src/lib/formats.js";
import { settingsOf } from "../settings.mjs";
import { coloursOf, hexOf, stylesOf, themeOf } from "../tokens.mjs";

const SOURCES = join(import.meta.dirname, "../src");
const KIT = readFileSync(join(import.meta.dirname, "../../kit/tokens.css"), "utf8");

afterEach(() => void vi.unstubAllGlobals());

test("the look is the kit's, in words that WeChat knows, and is another brand's with another hue", () => {
  expect([hexOf(1, 0, 0), hexOf(0, 0, 0), hexOf(0.628, 0.2577, 29.23)]).toEqual(["#ffffff", "#000000", "#ff0000"]);
  const { light, dark } = coloursOf(KIT, 168, 0.11);
  expect(light["--surface"]).toBe("#ffffff");
  expect(coloursOf(KIT, 20, 0.11).light["--accent"]).not.toBe(light["--accent"]);
  const styles = [...readdirSync(SOURCES, { recursive: true, encoding: "utf8" })].filter((file) => file.endsWith(".wxss"));
  const used = styles.flatMap((file) => [...readFileSync(join(SOURCES, file), "utf8").matchAll(/var\((--[\w-]+)\)/g)].map(([, name = ""]) => name));
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter((name) => !light[name] || !dark[name])).toEqual([]);
  expect(stylesOf({ light, dark })).not.toMatch(/oklch|light-dark|var\(/);
});

test("app.json names nothing but what the theme has", () => {
  const named = [...readFileSync(join(SOURCES, "app.json"), "utf8").matchAll(/"@(\w+)"/g)].map(([, name = ""]) => name);
  const theme = JSON.parse(themeOf(coloursOf(KIT, 168, 0.11))) as Record<"light" | "dark", Record<string, string>>;
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !theme.light[name] || !theme.dark[name])).toEqual([]);
});

test("a build takes no token for a gateway of production, and no address that WeChat would refuse", () => {
  expect(settingsOf({})).toMatchObject({ gateway: "http://127.0.0.1:8000", token: "" });
  expect(settingsOf({ MINI_GATEWAY: "https://members.example.com", MINI_HUE: "20" })).toMatchObject({ hue: 20 });
  expect(() => settingsOf({ MINI_GATEWAY: "https://members.example.com", MINI_TOKEN: "t" })).toThrow("MINI_TOKEN");
  for (const gateway of ["http://members.example.com", "https://members.example.com/graphql", "members.example.com"]) {
    expect(() => settingsOf({ MINI_GATEWAY: gateway })).toThrow("MINI_GATEWAY");
  }
  for (const [name, value] of [["MINI_HUE", "400"], ["MINI_HUE", "red"], ["MINI_CHROMA", "-1"]] as const) {
    expect(() => settingsOf({ [name]: value })).toThrow(name);
  }
});

test("a phone without Intl reads the same figures and days", async () => {
  vi.resetModules();
  vi.stubGlobal("wx", { getAppBaseInfo: () => ({ language: "zh_CN" }) });
  const { plain } = await import("../src/lib/format.js");
  for (const language of ["zh", "en"] as const) {
    const [own, shared] = [plain(language), formatOf(language, process.env["TZ"])];
    for (const value of [0, 999, 1_000, 1_234_567]) expect(own.number(value)).toBe(shared.number(value));
    for (const value of [0, 5, -1_234]) expect(own.signed(value)).toBe(shared.signed(value));
    expect(own.money(123_405, "CNY")).toBe(shared.money(123_405, "CNY"));
    for (const day of ["2026-01-01", "2026-09-30", "2026-12-31"]) {
      expect(own.day(day)).toBe(shared.day(day));
      expect(own.shortDay(day)).toBe(shared.shortDay(day));
    }
    const instant = "2026-11-29T12:05:00Z";
    expect([own.date(instant), own.dateTime(instant)]).toEqual([shared.date(instant), shared.dateTime(instant)]);
  }
});

/** What each folder may import, beside itself. Of the H5 it is words and rules alone, nothing of Preact. */
const MAY: Record<string, readonly string[]> = {
  "app.ts": ["lib"],
  ...Object.fromEntries(["basket", "card", "feedback", "inbox", "rewards", "wallet"].map((room) => [room, ["generated", "lib"]])),
  generated: [],
  lib: ["messages"],
  messages: [],
};
const OF_H5 = ["../../h5/src/card/progress.js", "../../h5/src/lib/formats.js", "../../h5/src/messages/en.js", "../../h5/src/messages/zh.js", "../../h5/src/wallet/code.js"];

test("imports go down, and nothing but the client and the H5's words comes with them", () => {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(sources.length).toBeGreaterThan(12);
  const wrong = sources.flatMap((file) =>
    [...readFileSync(join(SOURCES, file), "utf8").matchAll(/^(?:import|\} from)[^"]*"([^"]+)"/gm)].flatMap(([, imported = ""]) => {
      if (imported === "@tessera/client") return [];
      const target = normalize(join(dirname(file), imported));
      const [[from = ""], [to = ""]] = [file.split("/"), target.split("/")];
      return from === to || MAY[from]?.includes(to) || OF_H5.includes(target) ? [] : [`${file}: ${imported}`];
    }),
  );
  expect(wrong).toEqual([]);
});
