export type FactType = "string" | "int" | "bool" | "list<string>" | "map<string, string>" | "map<string, int>";

/** The type of each fact that a condition may name, by its name, such as `stats.orders_30d`. */
export type Facts = ReadonlyMap<string, FactType>;

export const ORDERED = ["==", "!=", "<", "<=", ">", ">="] as const;
export type Compare = (typeof ORDERED)[number] | "in" | "outside" | "has" | "lacks" | "true" | "false";
export type Value = string | number;
export type Joint = "all" | "any";

/** What a line of the builder says. `key` is that of a map. */
export interface Said {
  fact: string;
  key?: string;
  compare: Compare;
  values: readonly Value[];
}

export interface Place {
  start: number;
  end: number;
}

export interface Line extends Place, Said {
  kind: "line";
}

/** A part that no line can show. `isLoose`: it needs brackets beside others. */
export interface Other extends Place {
  kind: "other";
  isLoose: boolean;
}

export interface Group extends Place {
  kind: "group";
  /** Undefined while it has one part, which both would mean. */
  joint?: Joint;
  isNegated: boolean;
  isBracketed: boolean;
  parts: readonly Part[];
}

export type Part = Line | Other | Group;
/** Where a part stands: its number in each group, from the outermost. */
export type Way = readonly number[];

/** So many groups stand in one another; what stands deeper is shown as text. */
export const DEPTH_MAX = 4;

export const SIGNS: Readonly<Record<Joint, string>> = { all: "&&", any: "||" };
