import { expect, test } from "vitest";

import { contentOf } from "./content.js";

test("a request is read as protobuf writes it, with its 64-bit numbers as texts", () => {
  expect(contentOf('{"memberId": "mem_1", "amount": "-50000"}')).toEqual({ memberId: "mem_1", amount: -50_000 });
});

test("a request that this console does not know shows nothing wrong", () => {
  expect(contentOf('{"memberId": 5, "amount": "many"}')).toEqual({});
  expect(contentOf("{")).toEqual({});
});

test("a bulk file is named, so that its page can be opened", () => {
  expect(contentOf('{"fileId": "blk_1", "rows": 3}')).toEqual({ fileId: "blk_1" });
});

test("a list of members is counted, and the segment that named them is told", () => {
  expect(contentOf('{"memberIds": ["mem_1", "mem_2"], "segment": "vip"}')).toEqual({ members: 2, segment: "vip" });
  expect(contentOf('{"memberIds": ["mem_1"], "segment": ""}')).toEqual({ members: 1 });
});
