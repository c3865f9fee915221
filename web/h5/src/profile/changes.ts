import { birthdayOf, typedOf, type Told, type Typed } from "./birthday.js";

interface Profile {
  readonly name: string;
  readonly birthday: Told | null;
  readonly preferences: readonly { readonly code: string; readonly value: string }[];
}

/** What the form has; a question without an answer has "". */
interface Filled {
  readonly name: string;
  readonly birthday: Typed;
  readonly preferences: Readonly<Record<string, string>>;
}

interface Ask {
  readonly code: string;
  /** Any words where it is empty. */
  readonly values: readonly { readonly code: string }[];
}

/**
 * What a person changed and nothing else, so that a birthday is not used up by a name. Answers go all together, in place
 * of those before; an answer that the brand's questions no longer offer is left out, since it would be refused.
 */
export function changesOf(told: Profile, { name, birthday, preferences }: Filled, asks: readonly Ask[]) {
  const wished = birthdayOf(birthday);
  const before = birthdayOf(typedOf(told.birthday));
  const kept = new Map(told.preferences.map(({ code, value }) => [code, value]));
  const answers = asks.map(({ code, values }) => ({ code, value: preferences[code] ?? "", values }));
  return {
    ...(name !== told.name && { name }),
    ...(wished && JSON.stringify(wished) !== JSON.stringify(before) && { birthday: wished }),
    ...(answers.some(({ code, value }) => value !== (kept.get(code) ?? "")) && {
      preferences: answers
        .filter(({ value, values }) => value && (values.length === 0 || values.some(({ code }) => code === value)))
        .map(({ code, value }) => ({ code, value })),
    }),
  };
}
