import { expect, test } from "vitest";

import { mayCancel, seatOf } from "./seat.js";

test("a free seat is for one who comes now only where nobody waits", () => {
  expect(seatOf({ seatsLeft: 1, waiting: 0, waitingPlacesLeft: 0 })).toBe("seat");
  expect(seatOf({ seatsLeft: 1, waiting: 2, waitingPlacesLeft: 3 })).toBe("waiting");
  expect(seatOf({ seatsLeft: 0, waiting: 0, waitingPlacesLeft: 0 })).toBe("full");
});

test("a place is let go at any time, a seat until the stated time, and what ended not at all", () => {
  const until = "2027-02-19T10:00:00Z";
  const of = (state: "WAITING" | "SEATED" | "CANCELLED") => ({ signUp: { id: "sup_1", state, cancelUntil: until } });
  const [before, then] = [new Date("2027-02-19T09:59:59Z"), new Date(until)];
  expect(mayCancel({ signUp: null }, before)).toBe(false);
  expect(mayCancel(of("SEATED"), before)).toBe(true);
  expect(mayCancel(of("SEATED"), then)).toBe(false);
  expect(mayCancel(of("WAITING"), then)).toBe(true);
  expect(mayCancel(of("CANCELLED"), before)).toBe(false);
});
