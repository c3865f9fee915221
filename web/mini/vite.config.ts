import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig, type Plugin } from "vite";

import { settingsOf } from "./settings.mjs";
import { coloursOf, stylesOf, themeOf } from "./tokens.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const settings = settingsOf(process.env);
const { pages } = JSON.parse(readFileSync(here("src/app.json"), "utf8")) as { pages: string[] };

/** What WeChat reads beside the scripts: markup and styles as they are, the look, and the project. */
const wechat: Plugin = {
  name: "wechat",
  generateBundle() {
    const put = (fileName: string, source: string) => void this.emitFile({ type: "asset", fileName, source });
    for (const file of readdirSync(here("src"), { recursive: true, encoding: "utf8" })) {
      if (/\.(?:wxml|wxss|json)$/.test(file)) put(file, readFileSync(here(`src/${file}`), "utf8"));
    }
    const colours = coloursOf(readFileSync(here("../kit/tokens.css"), "utf8"), settings.hue, settings.chroma);
    put("tokens.wxss", stylesOf(colours));
    put("theme.json", themeOf(colours));
    const project = { appid: settings.appId || "touristappid", compileType: "miniprogram", projectname: "tessera", setting: { es6: true, minified: true } };
    put("project.config.json", JSON.stringify(project, null, 2));
  },
};

export default defineConfig({
  root: here("src"),
  plugins: [wechat],
  publicDir: false,
  resolve: { alias: { "@tessera/client": here("../client/src/index.ts") } },
  define: {
    __GATEWAY__: JSON.stringify(settings.gateway),
    __APP_ID__: JSON.stringify(settings.appId),
    __TOKEN__: JSON.stringify(settings.token),
  },
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    modulePreload: false,
    // WeChat runs pages in JavaScript engines of phones, the oldest of which are Android's.
    target: "es2018",
    rolldownOptions: {
      input: Object.fromEntries(["app", ...pages].map((name) => [name, here(`src/${name}.ts`)])),
      output: { format: "cjs", entryFileNames: "[name].js", chunkFileNames: "lib/[name].js" },
    },
  },
});
