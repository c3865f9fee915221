import { expect, test } from "vitest";

import type { WholeStoreFragment } from "../generated/documents.js";
import { fieldsOf, storeOf } from "./fields.js";

const STORE: WholeStoreFragment = {
  code: "store-01",
  name: "南京西路店",
  names: { zh: "南京西路店", en: "West Nanjing Road" },
  city: "上海",
  latitude: 31.2296,
  longitude: 121.455,
  timeZone: "Asia/Shanghai",
  hours: [
    { weekday: 1, opens: "10:00", closes: "22:00" },
    { weekday: 7, opens: "10:00", closes: "02:00" },
  ],
  closedDays: ["2027-02-06", "2027-02-07"],
  closedFrom: null,
  closedForGood: false,
  openNow: true,
  qrPayload: "store=store-01",
  labels: [{ key: "area", value: "jing_an" }],
  etag: "e1",
};

test("a store that nobody changed is written as it was read, with what the form does not show", () => {
  const { written, wrong } = storeOf(fieldsOf(STORE, ""), STORE);
  expect(wrong).toEqual({ weekdays: [] });
  expect(written).toEqual({
    code: "store-01",
    city: "上海",
    timeZone: "Asia/Shanghai",
    nameZh: "南京西路店",
    nameEn: "West Nanjing Road",
    latitude: 31.2296,
    longitude: 121.455,
    hours: STORE.hours,
    closedDays: ["2027-02-06", "2027-02-07"],
    closedFrom: null,
    labels: [{ key: "area", value: "jing_an" }],
    etag: "e1",
  });
});

test("each wrong field is named, and nothing is written", () => {
  const good = fieldsOf(STORE, "");
  const wrongOf = (changed: Partial<typeof good>) => {
    const { written, wrong } = storeOf({ ...good, ...changed }, STORE);
    expect(written).toBeUndefined();
    return wrong;
  };
  expect(wrongOf({ code: "_x" }).code).toBe("code");
  expect(wrongOf({ nameZh: " ", nameEn: "" }).nameZh).toBe("name");
  expect(wrongOf({ city: "" }).city).toBe("needed");
  expect(wrongOf({ latitude: "91" }).latitude).toBe("place");
  expect(wrongOf({ longitude: "" }).longitude).toBe("place");
  expect(wrongOf({ closedDays: "2027-02-06 2027-02-30" }).closedDays).toBe("day");
  expect(wrongOf({ closedFrom: "soon" }).closedFrom).toBe("day");
  expect(wrongOf({ hours: good.hours.with(2, "10 to 22") }).weekdays).toEqual([3]);
});

test("a new store has the brand's zone, and no place and no hours are no mistake", () => {
  const empty = fieldsOf(undefined, "Asia/Shanghai");
  const { written } = storeOf({ ...empty, code: "new-1", nameZh: "新店", city: "苏州" }, undefined);
  expect(written).toMatchObject({ timeZone: "Asia/Shanghai", latitude: null, hours: [], labels: [], etag: null });
});
