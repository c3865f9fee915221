import { requestId } from "@tessera/client";

import { MiniCancelDocument, MiniConfirmDocument, MiniRedeemDocument } from "../generated/documents.js";
import { wish, type Outcome } from "../lib/wish.js";

/**
 * A redemption that is not over: points are held by the first request, and spent by the second. It has
 * the ids of its requests from the tap on, and the phone keeps it, since WeChat may end a mini-program at
 * any time: whatever is sent again is sent with the same id.
 */
export interface Redeeming {
  readonly rewardCode: string;
  readonly name: string;
  readonly redeemId: string;
  readonly confirmId: string;
  readonly cancelId: string;
  /** "" until the gateway has said that points are held. */
  readonly redemptionId: string;
}

/** Where WeChat keeps it: for this user of WeChat alone. */
const KEPT = "tessera.redeeming";
/** Until the mini-program ends, where the phone keeps nothing. */
let inMemory: Redeeming | undefined;

/** What was begun and is not over. */
export function kept(): Redeeming | undefined {
  try {
    const found: unknown = wx.getStorageSync(KEPT);
    return typeof found === "object" && found !== null && "redeemId" in found ? (found as Redeeming) : inMemory;
  } catch {
    return inMemory;
  }
}

function keep(redeeming: Redeeming | undefined): void {
  inMemory = redeeming;
  try {
    if (redeeming) wx.setStorageSync(KEPT, redeeming);
    else wx.removeStorageSync(KEPT);
  } catch {
    // A full phone keeps nothing.
  }
}

/** The member wants this reward: from now on it is kept. */
export function begin(rewardCode: string, name: string): Redeeming {
  const [redeemId, confirmId, cancelId] = [requestId("redeem"), requestId("confirm"), requestId("cancel")];
  const begun = { rewardCode, name, redeemId, confirmId, cancelId, redemptionId: "" };
  keep(begun);
  return begun;
}

/** Goes on where it stands; the code of the voucher when it is done, "" where the reward has none. */
export async function finish(redeeming: Redeeming): Promise<Outcome<string>> {
  const held = await hold(redeeming);
  if (!("done" in held)) return held;
  if (held.done.code !== undefined) {
    keep(undefined);
    return { done: held.done.code };
  }
  const { confirmId: requestId, redemptionId } = held.done;
  return over(await wish(MiniConfirmDocument, { requestId, redemptionId }), (payload) => payload.redemption?.voucher?.code ?? "");
}

/** Gives the points back. Where nobody knows whether they are held, that is asked first. */
export async function cancel(redeeming: Redeeming): Promise<Outcome<string>> {
  const held = await hold(redeeming);
  if (!("done" in held)) return held;
  const { cancelId: requestId, redemptionId } = held.done;
  return over(await wish(MiniCancelDocument, { requestId, redemptionId }), () => "");
}

/** An immediate reward is done by the first request: then its `code` is told, "" where it has none. */
async function hold(redeeming: Redeeming): Promise<Outcome<Redeeming & { code?: string }>> {
  if (redeeming.redemptionId) return { done: redeeming };
  const { redeemId: requestId, rewardCode } = redeeming;
  const came = await wish(MiniRedeemDocument, { requestId, rewardCode });
  if (!("done" in came)) return over(came, () => redeeming);
  const { redemption } = came.done;
  const held = { ...redeeming, redemptionId: redemption?.id ?? "" };
  if (redemption?.state === "CONFIRMED") return { done: { ...held, code: redemption.voucher?.code ?? "" } };
  keep(held);
  return { done: held };
}

/** Done and refused are answers: it is over. Without one it is kept. */
function over<Payload, Result>(came: Outcome<Payload>, result: (payload: Payload) => Result): Outcome<Result> {
  if ("failed" in came) return came;
  keep(undefined);
  return "done" in came ? { done: result(came.done) } : came;
}
