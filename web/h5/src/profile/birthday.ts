/** What a person types of a birthday. */
export interface Typed {
  readonly calendar: "SOLAR" | "LUNAR";
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly leapMonth: boolean;
}

export interface Told {
  readonly calendar: string | null;
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly leapMonth: boolean;
}

/** A birthday as the form shows it; all empty where none was told. */
export function typedOf(told: Told | null | undefined): Typed {
  const text = (value: number | null | undefined) => (value ? String(value) : "");
  return {
    calendar: told?.calendar === "LUNAR" ? "LUNAR" : "SOLAR",
    year: text(told?.year),
    month: text(told?.month),
    day: text(told?.day),
    leapMonth: told?.leapMonth ?? false,
  };
}

/** A birthday as the gateway takes it, which judges it; undefined where the form has no month and day. */
export function birthdayOf({ calendar, year, month, day, leapMonth }: Typed) {
  const number = (text: string) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined);
  const [m, d, y] = [number(month), number(day), number(year)];
  if (m === undefined || d === undefined) return undefined;
  return { calendar, month: m, day: d, year: y ?? null, leapMonth: calendar === "LUNAR" && leapMonth };
}
