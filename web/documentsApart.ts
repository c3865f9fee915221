import type { Plugin } from "vite";

const CLASS = /export class (TypedDocumentString)<[\s\S]*?\n\}\n/;
const DOCUMENT = /export const (\w+) = \/\*#__PURE__\*\/ new TypedDocumentString\(`[^`]*`[\s\S]*?;(?:\n|$)/g;

/**
 * Each GraphQL document becomes a module of its own, so that a browser loads it with the screen that asks it.
 * The generated file is one module, which a bundler puts whole into the first load.
 */
export function documentsApart(): Plugin {
  const modules = new Map<string, string>();
  return {
    name: "documents-apart",
    apply: "build",
    enforce: "pre",
    resolveId: (id) => (modules.has(id) ? { id, moduleSideEffects: false } : null),
    load: (id) => modules.get(id) ?? null,
    transform(code, id) {
      if (!id.endsWith("/generated/documents.ts")) return null;
      const folder = id.slice(0, -".ts".length);
      const apart = (imports: string) => (text: string, name: string) => {
        const module = `${folder}/${name}.ts`;
        modules.set(module, imports + text);
        return `export { ${name} } from ${JSON.stringify(module)};\n`;
      };
      const known = `import { TypedDocumentString } from ${JSON.stringify(`${folder}/TypedDocumentString.ts`)};\n`;
      return { code: code.replace(CLASS, apart("")).replace(DOCUMENT, apart(known)), map: null };
    },
  };
}
