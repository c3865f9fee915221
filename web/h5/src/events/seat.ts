import type { EventCardFragment } from "../generated/documents.js";

/** What one who signs up now gets. Those who wait come first, so a free seat is theirs. */
export function seatOf({ seatsLeft, waiting, waitingPlacesLeft }: Pick<EventCardFragment, "seatsLeft" | "waiting" | "waitingPlacesLeft">): "seat" | "waiting" | "full" {
  if (seatsLeft > 0 && waiting === 0) return "seat";
  return waitingPlacesLeft > 0 ? "waiting" : "full";
}

/** Whether the member may let go what they have: a place at any time, a seat until the stated one. */
export function mayCancel({ signUp }: Pick<EventCardFragment, "signUp">, now: Date): boolean {
  if (!signUp) return false;
  if (signUp.state === "WAITING") return true;
  return signUp.state === "SEATED" && now < new Date(signUp.cancelUntil);
}
