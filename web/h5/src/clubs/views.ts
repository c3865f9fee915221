/** A store by code, with its name. */
export type Store = readonly [code: string, name: string];

interface Kind {
  readonly code: string;
  readonly ofStore: boolean;
}

interface Within {
  readonly kind: string;
  readonly storeId: string | null;
}

/** What a member may join: of a club `stores` is empty, of groups of stores it has those where the member is in none yet. */
export interface Way<K extends Kind> {
  readonly kind: K;
  readonly stores: readonly Store[];
}

/** The kinds that a member may still join, in the programme's order. */
export function waysOf<K extends Kind>(kinds: readonly K[], memberships: readonly Within[], stores: readonly Store[]): readonly Way<K>[] {
  return kinds.flatMap((kind) => {
    const own = memberships.filter((each) => each.kind === kind.code);
    if (!kind.ofStore) return own.length > 0 ? [] : [{ kind, stores: [] }];
    const free = stores.filter(([code]) => own.every(({ storeId }) => storeId !== code));
    return free.length > 0 ? [{ kind, stores: free }] : [];
  });
}

/** The chosen codes with one more, or without it where it was chosen, in the order of `all`. */
export function toggled(all: readonly string[], chosen: readonly string[], code: string): readonly string[] {
  return all.filter((each) => (each === code ? !chosen.includes(each) : chosen.includes(each)));
}
