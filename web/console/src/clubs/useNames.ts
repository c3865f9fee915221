import { useMemo } from "react";

import { GroupKindsDocument, GroupStoresDocument } from "../generated/documents.js";
import { useApi, useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { kindsOf, type Kind } from "./kinds.js";

interface Placed {
  readonly kind: string;
  readonly storeId: string | null;
  readonly number: number;
}

export interface Names {
  readonly kinds: readonly Kind[];
  readonly stores: readonly { readonly code: string; readonly name: string }[];
  /** What a group is called; codes stand for names that are not known. */
  readonly titleOf: (group: Placed) => string;
  /** The most members of a group of the kind; undefined where that is not known. */
  readonly limitOf: (kind: string) => number | undefined;
}

/** The names of kinds and stores. Whoever may not see the programme sees codes. */
export function useNames(): Names {
  const { clubs } = useMessages();
  const { language } = useApi();
  const format = useFormat();
  const programme = useAsk(GroupKindsDocument, {}, { keep: true });
  const register = useAsk(GroupStoresDocument, {}, { keep: true });
  const document = programme.data?.data.programmeVersion?.document;
  const kinds = useMemo(() => kindsOf(document, language), [document, language]);
  const stores = register.data?.data.stores?.edges.map(({ node }) => node) ?? [];
  const titleOf = ({ kind, storeId, number }: Placed) => {
    const name = kinds.find(({ code }) => code === kind)?.name ?? kind;
    const store = stores.find(({ code }) => code === storeId)?.name ?? storeId;
    return clubs.group([name, store].filter(Boolean).join(" · "), format.number(number));
  };
  return { kinds, stores, titleOf, limitOf: (kind) => kinds.find(({ code }) => code === kind)?.limit };
}
