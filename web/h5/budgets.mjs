// Fails the build when a phone would have to load too much. Sizes are of gzip, in KiB.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ALL_MAX = 40;

const assets = join(import.meta.dirname, "../dist/h5/assets");
const sizes = readdirSync(assets).map((file) => gzipSync(readFileSync(join(assets, file)), { level: 9 }).length);
const all = sizes.reduce((sum, size) => sum + size, 0) / 1024;
console.log(`${all > ALL_MAX ? "OVER" : "ok  "} ${all.toFixed(1).padStart(6)} of ${String(ALL_MAX).padStart(3)} KiB  H5, all of it`);
if (all > ALL_MAX) {
  console.error("The H5 is over its budget: members load it on the street.");
  process.exit(1);
}
