// Fails the build when the package grows: WeChat takes 2 MiB. Sizes are of files as they are, in KiB, which is what WeChat counts.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ALL_MAX = 220;

const dist = join(import.meta.dirname, "dist");
const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => statSync(join(dist, file)).isFile());
const size = files.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0) / 1024;
console.log(`${size > ALL_MAX ? "OVER" : "ok  "} ${size.toFixed(1).padStart(6)} of ${ALL_MAX} KiB  mini-program, ${files.length} files`);
if (size > ALL_MAX) {
  console.error("The mini-program is over its budget: members wait for the whole package.");
  process.exit(1);
}
