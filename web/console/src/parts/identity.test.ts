import { describe, expect, test } from "vitest";

import { kindOf, looksLikeIdentity, written } from "./identity.js";

describe("the kind of an identity is seen from how it is written", () => {
  test.each([
    ["19900000001", "PHONE"],
    ["199 0000 0001", "PHONE"],
    ["+8619900000001", "PHONE"],
    ["8619900000001", "PHONE"],
    ["+442071838750", "PHONE"],
    ["mem_01m8m2e5dpef9kpt4ygeyer1y5", "MEMBER_ID"],
    ["TWVtYmVyOm1lbV8wMW04bTJlNWRwZWY5a3B0NHlnZXllcjF5NQ==", "MEMBER_ID"],
    ["demo-openid-0001", "WECHAT_OPENID"],
    ["oABCDEFGHIJKLMNOPQRSTUVWXYZ0", "WECHAT_OPENID"],
    ["li@example.com", "EMAIL"],
    ["17841", "POS_CARD"],
    ["6222 0000 1111 2222", "POS_CARD"],
    ["LSVAA4182E2123456", "IN_CAR"],
    ["wmqfasd1e1927831123109rBAAAA-_12", "WECOM_EXTERNAL_ID"],
    ["user-77", "APP_ID"],
  ] as const)("%s is %s", (typed, kind) => expect(kindOf(typed)).toBe(kind));
});

test.each([
  ["PHONE", " 199-0000 0001 ", "+8619900000001"],
  ["PHONE", "8619900000001", "+8619900000001"],
  ["PHONE", "+44 20 7183 8750", "+442071838750"],
  ["POS_CARD", "6222 0000", "62220000"],
  ["EMAIL", " Li@Example.com", "li@example.com"],
  ["APP_ID", " user 7 ", "user 7"],
] as const)("%s %j goes as %s", (kind, typed, value) => expect(written(kind, typed)).toBe(value));

test("a word that is no identity is not looked up", () => {
  expect(["audit", "12", ""].filter(looksLikeIdentity)).toEqual([]);
  expect(["19900000001", "199 0000 0001", "li@example.com", "mem_abc"].every(looksLikeIdentity)).toBe(true);
});
