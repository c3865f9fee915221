/** Words of the builder of conditions, which come with it: it is seldom open. */
export interface ConditionWords {
  builder: string;
  /** The parts of a group hold so. */
  joined: string;
  joints: Readonly<Record<"all" | "any" | "notAll" | "none", string>>;
  group: (joint: string) => string;
  empty: string;
  addLine: string;
  addGroup: string;
  tooDeep: string;
  remove: (line: string) => string;
  removeGroup: string;
  fact: string;
  key: string;
  comparison: string;
  value: string;
  valueOf: (number: string) => string;
  addValue: string;
  removeValue: (value: string) => string;
  count: (members: string) => string;
  /** A part that no line can show. */
  other: string;
  unreadable: string;
  compare: Readonly<Record<"number" | "text" | "list" | "truth", Readonly<Record<string, string>>>>;
  facts: Readonly<Record<string, string>>;
  /** The words of closed sets, by the fact. */
  choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
