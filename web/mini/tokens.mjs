// The kit's tokens in the words that every WeChat knows: hex in place of OKLCH, one block for light and one for dark.

const TOKEN = /(--[\w-]+):\s*light-dark\(([\s\S]*?)\);/g;
const ACCENT = /--accent-c:\s*min\(var\(--brand-c\), ([\d.]+)\);/;
const OKLCH = /oklch\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;

/** A channel of OKLCH: a number, a variable of the brand, or its multiple. */
function valueOf(text, brand) {
  const [, name, factor] = /^(?:calc\()?(?:var\((--[\w-]+)\)|[\d.]+)?(?:\s*\*\s*([\d.]+)\))?$/.exec(text) ?? [];
  const value = name === undefined ? Number(text) : brand[name] * Number(factor ?? 1);
  if (!Number.isFinite(value)) throw new Error(`tokens: ${text} is no number`);
  return value;
}

/** #rrggbb of a lightness of 0 to 1, a chroma and a hue in degrees; what a screen cannot show is cut. By Ottosson, "A perceptual color space for image processing", 2020. */
export function hexOf(lightness, chroma, hue) {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channel = (of) => {
    const shown = of <= 0.0031308 ? 12.92 * of : 1.055 * of ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, shown)) * 255).toString(16).padStart(2, "0");
  };
  return `#${linear.map(channel).join("")}`;
}

/** The colours of the kit's tokens.css by their names, for a brand's hue in degrees and its chroma: `{light, dark}`. Shadows are left out. */
export function coloursOf(css, hue, chroma) {
  const [, most] = ACCENT.exec(css) ?? [];
  const brand = { "--brand-h": hue, "--accent-c": Math.min(chroma, Number(most)) };
  const [light, dark] = [{}, {}];
  for (const [, name, pair] of css.matchAll(TOKEN)) {
    const both = [...pair.matchAll(OKLCH)].map(([, inner]) => inner.match(/(?:calc\((?:[^()]|\([^()]*\))*\)|var\([^()]*\)|[\d.]+)/g).map((each) => valueOf(each, brand)));
    if (both.length !== 2 || both.some((channels) => channels.length !== 3)) continue;
    [light[name], dark[name]] = both.map((channels) => hexOf(...channels));
  }
  return { light, dark };
}

/** tokens.wxss. */
export function stylesOf({ light, dark }) {
  const block = (colours) => Object.entries(colours).map(([name, value]) => `${name}:${value};`).join("");
  return `page{${block(light)}}\n@media (prefers-color-scheme: dark){page{${block(dark)}}}\n`;
}

/** theme.json: what app.json names by @. */
export function themeOf({ light, dark }) {
  const of = (colours, ink) => ({
    bg: colours["--bg"],
    surface: colours["--surface"],
    quiet: colours["--ink-2"],
    accent: colours["--accent"],
    titles: ink,
    pulled: ink === "black" ? "dark" : "light",
    border: ink,
  });
  return JSON.stringify({ light: of(light, "black"), dark: of(dark, "white") }, null, 2);
}
