import { createHash } from "node:crypto";

import type { CodegenConfig } from "@graphql-codegen/cli";
import { Kind, print, type DefinitionNode, type DocumentNode } from "graphql";

/** As the gateway's manifest has it: the hash of the operation, then its fragments by name. */
function idOf({ definitions }: DocumentNode): string {
  const nameOf = (node: DefinitionNode) => ("name" in node ? (node.name?.value ?? "") : "");
  const isFragment = (node: DefinitionNode) => node.kind === Kind.FRAGMENT_DEFINITION;
  const fragments = definitions.filter(isFragment);
  fragments.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const sorted = [...definitions.filter((node) => !isFragment(node)), ...fragments];
  const text = print({ kind: Kind.DOCUMENT, definitions: sorted });
  return createHash("sha256").update(text).digest("hex");
}

const plugins = ["typescript-operations", "typed-document-node"];
const options = {
  // Documents are texts: nobody's phone parses GraphQL.
  documentMode: "string",
  strictScalars: true,
  scalars: {
    ID: "string",
    Long: "number",
    Date: "string",
    DateTime: "string",
    AssetCode: '"POINTS" | "GROWTH" | (string & {})',
  },
  enumType: "string-literal",
  // The schema may gain values without notice, so a switch needs its default.
  futureProofEnums: true,
  avoidOptionals: { field: true },
  immutableTypes: true,
  skipTypename: true,
  useTypeImports: true,
  pureMagicComment: true,
  dedupeFragments: true,
  unstable_onExecutableDocumentNode: (document: DocumentNode) => ({ id: idOf(document) }),
};

// Everything under generated/ comes from here: `npm run generate`, and `npm run check` tells whether
// it is current.
const config: CodegenConfig = {
  schema: "../gateway/schema.graphql",
  emitLegacyCommonJSImports: false,
  generates: {
    "client/src/generated/screens.ts": {
      documents: "../examples/front-end/screens/*.graphql",
      plugins,
      config: options,
    },
    "client/src/generated/codes.ts": {
      plugins: ["./client/codes.mjs"],
      config: {
        catalogue: "../protos/tessera/errors/v1/errors.proto",
        gateway: "../gateway/core/codes.py",
      },
    },
    "console/src/generated/documents.ts": {
      documents: "console/src/*/*.graphql",
      plugins,
      config: options,
    },
    "h5/src/generated/documents.ts": {
      documents: "h5/src/*/*.graphql",
      plugins,
      config: options,
    },
    "mini/src/generated/documents.ts": {
      documents: "mini/src/*/*.graphql",
      plugins,
      config: options,
    },
  },
};

export default config;
