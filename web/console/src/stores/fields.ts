import type { UpsertStoreInput, WholeStoreFragment } from "../generated/documents.js";
import { isDay } from "../lib/days.js";
import { intervalsOf, textOf, WEEKDAYS, type Interval } from "./hours.js";

/** A store as it stands in a form. `hours` are by weekday, Monday first. */
export interface Fields {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly city: string;
  readonly timeZone: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly hours: readonly string[];
  readonly closedDays: string;
  readonly closedFrom: string;
}

/** Why a field cannot be sent. */
export type Wrong = "needed" | "code" | "name" | "place" | "day";

type Faults = Partial<Record<Exclude<keyof Fields, "hours">, Wrong>> & { weekdays: readonly number[] };

const CODE = /^[^\W_][\w.:-]{0,63}$/;

/** A store's fields as text; those of a new one are empty but for the brand's zone. */
export function fieldsOf(store: WholeStoreFragment | undefined, timeZone: string): Fields {
  return {
    code: store?.code ?? "",
    nameZh: store?.names.zh ?? "",
    nameEn: store?.names.en ?? "",
    city: store?.city ?? "",
    timeZone: store?.timeZone ?? timeZone,
    latitude: store?.latitude?.toString() ?? "",
    longitude: store?.longitude?.toString() ?? "",
    hours: WEEKDAYS.map((weekday) => textOf(store?.hours ?? [], weekday)),
    closedDays: store?.closedDays.join(" ") ?? "",
    closedFrom: store?.closedFrom ?? "",
  };
}

/**
 * What is written of the fields, or the fields that are wrong. A store is written whole: words about it
 * that the form does not have stay as they were read, and its etag refuses to write over another's change.
 */
export function storeOf(
  fields: Fields,
  read: WholeStoreFragment | undefined,
): { written: Omit<UpsertStoreInput, "requestId"> | undefined; wrong: Faults } {
  const hours = fields.hours.map((text, n) => intervalsOf(text, n + 1));
  const closedDays = fields.closedDays.split(/[\s,，、]+/).filter(Boolean);
  const [latitude, longitude] = [degreesOf(fields.latitude, 90), degreesOf(fields.longitude, 180)];
  const wrong: Faults = {
    ...(!CODE.test(fields.code.trim()) && { code: "code" as const }),
    ...(!fields.nameZh.trim() && !fields.nameEn.trim() && { nameZh: "name" as const }),
    ...(!fields.city.trim() && { city: "needed" as const }),
    ...(!fields.timeZone.trim() && { timeZone: "needed" as const }),
    ...((latitude === undefined || (latitude === null && longitude !== null)) && { latitude: "place" as const }),
    ...((longitude === undefined || (longitude === null && latitude !== null)) && { longitude: "place" as const }),
    ...(!closedDays.every(isDay) && { closedDays: "day" as const }),
    ...(fields.closedFrom.trim() && !isDay(fields.closedFrom.trim()) && { closedFrom: "day" as const }),
    weekdays: WEEKDAYS.filter((weekday) => hours[weekday - 1] === undefined),
  };
  if (Object.keys(wrong).length > 1 || wrong.weekdays.length > 0) return { written: undefined, wrong };
  const written = {
    code: fields.code.trim(),
    city: fields.city.trim(),
    timeZone: fields.timeZone.trim(),
    nameZh: fields.nameZh.trim(),
    nameEn: fields.nameEn.trim(),
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    hours: hours.flatMap((each): readonly Interval[] => each ?? []).map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
    closedDays,
    closedFrom: fields.closedFrom.trim() || null,
    labels: (read?.labels ?? []).map(({ key, value }) => ({ key, value })),
    etag: read?.etag ?? null,
  };
  return { written, wrong };
}

/** Degrees; null for none, undefined for what is no place on a map. */
function degreesOf(text: string, most: number): number | null | undefined {
  if (!text.trim()) return null;
  const degrees = Number(text.trim());
  return Number.isFinite(degrees) && Math.abs(degrees) <= most ? degrees : undefined;
}
