// Fails the build when a browser would have to load too much. Sizes are of gzip, in KiB.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_MAX = 170;
const STYLES_MAX = 25;
const SCREEN_MAX = 60;
/** The explorer has the whole schema with its words in it: about 100 KiB, and more with each room. */
const EDITOR_MAX = 310;
/** Texts of the frame and of daily work. Each other room brings about 0.7 KiB, loaded behind the first screen and kept by the browser. */
const LANGUAGE_MAX = 20;
const LANGUAGE_LATER_MAX = 30;
/** Each has a language in it: GraphQL, or YAML. */
const HEAVY = ["src/explorer/ExplorerPage.tsx", "src/programme/FormTab.tsx", "src/programme/YamlEditor.tsx"];
const LANGUAGES = ["src/messages/en/first.ts", "src/messages/zh/first.ts"];
const LATER = ["src/messages/en/later.ts", "src/messages/zh/later.ts"];

const dist = join(import.meta.dirname, "../dist/console");
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** The files that an entry of the manifest needs, with those of its imports. */
export function filesOf(manifest, key, found = new Set()) {
  const entry = manifest[key];
  if (found.has(entry.file)) return found;
  found.add(entry.file);
  for (const file of entry.css ?? []) found.add(file);
  for (const other of entry.imports ?? []) filesOf(manifest, other, found);
  return found;
}

const sizeOf = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1024;
const [start] = Object.keys(manifest).filter((key) => manifest[key].isEntry);
const first = filesOf(manifest, start);
const scripts = [...first].filter((file) => file.endsWith(".js"));
const styles = [...first].filter((file) => file.endsWith(".css"));
function mostOf(key) {
  if (HEAVY.includes(key)) return EDITOR_MAX;
  if (LANGUAGES.includes(key)) return LANGUAGE_MAX;
  return LATER.includes(key) ? LANGUAGE_LATER_MAX : SCREEN_MAX;
}

const measured = [
  ["first load, scripts", sizeOf(scripts), FIRST_MAX],
  ["first load, styles", sizeOf(styles), STYLES_MAX],
  ...Object.keys(manifest)
    .filter((key) => manifest[key].isDynamicEntry)
    .map((key) => {
      const own = [...filesOf(manifest, key)].filter((file) => !first.has(file));
      return [key, sizeOf(own), mostOf(key)];
    }),
];
for (const [name, size, most] of measured) {
  console.log(`${size > most ? "OVER" : "ok  "} ${size.toFixed(1).padStart(6)} of ${String(most).padStart(3)} KiB  ${name}`);
}
if (measured.some(([, size, most]) => size > most)) {
  console.error("The build is over its budget: load less at first, or later.");
  process.exit(1);
}
