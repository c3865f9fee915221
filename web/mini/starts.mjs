// Fails the build when a page does not start with what WeChat gives to it: no browser, no Node, no fetch, no Intl.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createContext, runInContext } from "node:vm";

const dist = join(import.meta.dirname, "dist");
const { pages } = JSON.parse(readFileSync(join(dist, "app.json"), "utf8"));

/** Runs a file as WeChat does, with the files that it requires. */
function run(file, context, loaded = {}) {
  if (loaded[file]) return loaded[file].exports;
  const module = { exports: {} };
  loaded[file] = module;
  const require = (path) => run(join(dirname(file), path), context, loaded);
  const wrapped = runInContext(`(function (require, module, exports) {${readFileSync(join(dist, file), "utf8")}\n})`, context, { filename: file });
  wrapped(require, module, module.exports);
  return module.exports;
}

for (const language of ["zh_CN", "en"]) {
  for (const name of ["app", ...pages]) {
    const registered = [];
    const register = (options) => void registered.push(options);
    const wx = { getAppBaseInfo: () => ({ language }) };
    const context = createContext({ wx, App: register, Page: register, setTimeout, clearTimeout });
    runInContext("delete globalThis.Intl; delete globalThis.WebAssembly;", context);
    run(`${name}.js`, context);
    if (registered.length !== 1) throw new Error(`${name}.js registers ${registered.length} pages, not one`);
  }
}
console.log(`ok    ${pages.length} pages start without a browser`);
