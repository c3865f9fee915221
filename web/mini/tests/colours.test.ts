import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { coloursOf } from "../tokens.mjs";

const CSS = readFileSync(join(import.meta.dirname, "../../kit/tokens.css"), "utf8");
/** Text, and what it stands on; WCAG asks for 4.5. */
const PAIRS = [
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["accent", "surface"],
  ["accent", "bg"],
  ["accent-ink", "accent-soft"],
  ["accent-ink", "surface"],
  ["ink", "bg"],
  ["ink", "hover"],
  ["ink-2", "surface"],
  ["ink-2", "sunken"],
  ["ink-3", "surface"],
  ["ink-3", "bg"],
] as const;
const CHROMAS = [0, 0.11, 0.14, 0.2, 0.37];

/** Of two colours as #rrggbb, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[0-9a-f]{2}/g) ?? []).map((hex) => {
    const shown = Number.parseInt(hex, 16) / 255;
    return shown <= 0.04045 ? shown / 12.92 : ((shown + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("black on white has the contrast that the standard tells", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
});

test.each(["light", "dark"] as const)("text is readable in every brand's colours, in %s", (look) => {
  const poor: string[] = [];
  for (const chroma of CHROMAS) {
    for (let hue = 0; hue < 360; hue += 10) {
      const colours: Readonly<Record<string, string>> = coloursOf(CSS, hue, chroma)[look];
      for (const [text, ground] of PAIRS) {
        const [one, other] = [colours[`--${text}`], colours[`--${ground}`]];
        if (!one || !other) throw new Error(`no colour ${text} or ${ground}`);
        const found = contrast(one, other);
        if (found < 4.5) poor.push(`${text} on ${ground}, hue ${hue}, chroma ${chroma}: ${found.toFixed(2)}`);
      }
    }
  }
  expect(poor).toEqual([]);
});
