// Fails the build when a phone would have to load too much. Sizes are of gzip, in KiB.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_MAX = 40;
const SCREEN_MAX = 10;
/** Each screen brings 1 to 3 KiB, which a member loads with that screen alone. */
const ALL_MAX = 110;

const dist = join(import.meta.dirname, "../dist/h5");
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** The files that an entry of the manifest needs, with those of its imports. */
function filesOf(key, found = new Set()) {
  const entry = manifest[key];
  if (found.has(entry.file)) return found;
  found.add(entry.file);
  for (const file of entry.css ?? []) found.add(file);
  for (const other of entry.imports ?? []) filesOf(other, found);
  return found;
}

const sizeOf = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1024;
const keys = Object.keys(manifest);
const first = filesOf(keys.find((key) => manifest[key].isEntry));
const screens = keys.filter((key) => manifest[key].isDynamicEntry);
const measured = [
  ["first load", sizeOf(first), FIRST_MAX],
  ...screens.map((key) => [key, sizeOf([...filesOf(key)].filter((file) => !first.has(file))), SCREEN_MAX]),
  ["H5, all of it", sizeOf(new Set(keys.flatMap((key) => [...filesOf(key)]))), ALL_MAX],
];
for (const [name, size, most] of measured) {
  console.log(`${size > most ? "OVER" : "ok  "} ${size.toFixed(1).padStart(6)} of ${String(most).padStart(3)} KiB  ${name}`);
}
if (measured.some(([, size, most]) => size > most)) {
  console.error("The H5 is over its budget: members load it on the street.");
  process.exit(1);
}
