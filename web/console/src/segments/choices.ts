import type { Choice } from "@tessera/kit";

import type { ConditionWords } from "../lib/conditionWords.js";
import { FORM_WORDS } from "../lib/formWords.js";
import { digitsOf } from "../lib/money.js";
import type { Language } from "../lib/preferences.js";
import type { Facts, FactType, Said } from "./conditionTree.js";

/** The values that a fact may have, or the keys of one that is a map; of others anything is written. */
export type Choices = ReadonlyMap<string, readonly Choice<string>[]>;

/** What the programme in force declares: choices of facts, and the digits of its currency. */
export interface Declared {
  choices: Choices;
  currency: string;
  digits: number;
}

interface Named {
  code?: unknown;
  name?: Partial<Record<Language, string>>;
}

/** By the programme as JSON, of which any part may be left out. */
export function declaredBy(document: string | null | undefined, language: Language, words: ConditionWords): Declared {
  const programme = parsed(document);
  const coded = (from: unknown): Choice<string>[] =>
    list<Named>(from).flatMap(({ code, name }) =>
      typeof code === "string" ? [{ key: code, label: name?.[language] ?? name?.zh ?? name?.en ?? code }] : [],
    );
  const ladders = list<{ main?: boolean; tiers?: unknown }>(programme["ladders"]);
  const main = ladders.find(({ main }) => main) ?? ladders[0];
  const classes = Object.values((programme["rfm"] as { classes?: object } | undefined)?.classes ?? {}).filter((each) => typeof each === "string");
  const closed = Object.entries({ ...words.choices, "member.activities": FORM_WORDS[language].on }).map(
    ([fact, names]) => [fact, Object.entries(names).map(([key, label]) => ({ key, label }))] as const,
  );
  const choices = new Map<string, readonly Choice<string>[]>([
    ...closed,
    ["member.tier", coded(main?.tiers)],
    ["member.tags", coded(programme["tags"])],
    ["rfm.value_class", [...new Set(classes)].map((key) => ({ key, label: key }))],
  ]);
  const currency = typeof programme["currency"] === "string" ? programme["currency"] : "CNY";
  return { choices: new Map([...choices].filter(([, each]) => each.length)), currency, digits: digitsOf(currency) };
}

function parsed(document: string | null | undefined): Record<string, unknown> {
  try {
    return (JSON.parse(document ?? "{}") ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const list = <Item extends object>(value: unknown): Item[] =>
  Array.isArray(value) ? value.filter((each): each is Item => typeof each === "object" && each !== null) : [];

const MONEY = /^stats\.spent_minor/;
export const isMoney = (fact: string) => MONEY.test(fact);

export type Kind = keyof ConditionWords["compare"];

/** How the values of a fact are compared; those of a map are of the type behind its comma. */
export function kindOf(type: FactType): Kind {
  if (type === "bool") return "truth";
  if (type === "list<string>") return "list";
  return type === "int" || type === "map<string, int>" ? "number" : "text";
}

/** A line about another fact, to begin with. */
export function begun(fact: string, facts: Facts, choices: Choices): Said {
  const type = facts.get(fact) ?? "string";
  const first = choices.get(fact)?.[0]?.key ?? "";
  const key = type.startsWith("map") ? { key: first } : {};
  switch (kindOf(type)) {
    case "truth":
      return { fact, compare: "true", values: [] };
    case "list":
      return { fact, compare: "has", values: [first] };
    case "number":
      return { fact, ...key, compare: ">=", values: [1] };
    case "text":
      return { fact, ...key, compare: "==", values: ["key" in key ? "" : first] };
  }
}
