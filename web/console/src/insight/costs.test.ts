import { expect, test } from "vitest";

import { costsOf } from "./costs.js";

const CHANNELS = ["stores", "moments"];

test("lines of a channel and a sum become costs in minor units", () => {
  expect(costsOf("stores,1200.5\nmoments\t30\n", CHANNELS)).toEqual({
    costs: [
      { channel: "stores", minorUnits: 120_050 },
      { channel: "moments", minorUnits: 3_000 },
    ],
  });
});

test("a channel without a sum stays as it is", () => {
  expect(costsOf("stores,\nmoments,7", CHANNELS)).toEqual({ costs: [{ channel: "moments", minorUnits: 700 }] });
});

test("a line that is none, an unknown channel and a second line of one are named", () => {
  expect(costsOf("stores,1\nradio,2", CHANNELS)).toEqual({ wrong: 2 });
  expect(costsOf("stores,1\nstores,2", CHANNELS)).toEqual({ wrong: 2 });
  expect(costsOf("stores,-1", CHANNELS)).toEqual({ wrong: 1 });
  expect(costsOf("stores,1.005", CHANNELS)).toEqual({ wrong: 1 });
});
