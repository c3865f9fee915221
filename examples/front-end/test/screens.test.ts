import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";

import {
  attach,
  byWx,
  CancelRedemptionDocument,
  CardDocument,
  CheckInDocument,
  ConfirmRedemptionDocument,
  FeedbackChangedDocument,
  FeedbackDocument,
  PointsChangedDocument,
  RedeemDocument,
  refusal,
  requestId,
  RewardsDocument,
  putByFetch,
  putByWx,
  socketsOf,
  SubmitFeedbackDocument,
  type Changes,
  type TesseraError,
  type PointsChangedSubscription,
} from "../src/index.js";
import { changes, client, skip, subscribed, TOKEN, told, watched } from "./support.js";
import { wx } from "./wx.js";

const REWARD = process.env["TESSERA_REWARD"] ?? "free_drink";
const COST_MAX = 1_000; // of the 5,000 that one request may cost

test("the card comes with one request", { skip }, async () => {
  const traffic = watched();
  const { data, problems, cost } = await client(traffic.transport).send(CardDocument, { entries: 3 });
  assert.deepEqual(problems, []);
  assert.equal(traffic.sent.length, 1);
  assert(data.me?.points && data.me.tier && data.me.entries);
  assert(data.me.points.available <= data.me.points.posted);
  assert(data.me.entries.edges.length <= 3);
  assert(cost !== undefined && cost < COST_MAX, `${cost}`);
});

test("rewards come with one request, with what hinders each", { skip }, async () => {
  const traffic = watched();
  const { data, problems, cost } = await client(traffic.transport).send(RewardsDocument);
  assert.deepEqual(problems, []);
  assert.equal(traffic.sent.length, 1);
  const reward = data.rewards?.edges.find(({ node }) => node.code === REWARD)?.node;
  assert(reward && data.redemptions && data.me?.points);
  assert(data.me.points.available >= reward.price || reward.hindrance?.code === "INSUFFICIENT_POINTS");
  assert(cost !== undefined && cost < COST_MAX, `${cost}`);
});

test("feedback comes with one request", { skip }, async () => {
  const traffic = watched();
  const { data, problems, cost } = await client(traffic.transport).send(FeedbackDocument);
  assert.deepEqual(problems, []);
  assert.equal(traffic.sent.length, 1);
  assert(data.me?.feedback);
  assert(cost !== undefined && cost < COST_MAX, `${cost}`);
});

test("forty cards asked for at once all come, ten at a time", { skip }, async () => {
  const traffic = watched(byWx(wx()));
  const mini = client(traffic.transport);
  const asked = Array.from({ length: 40 }, () => mini.send(CardDocument, { entries: 1 }));
  const cards = await Promise.all(asked);
  assert.equal(new Set(cards.map(({ data }) => data.me?.id)).size, 1);
  assert.equal(traffic.most(), 10);
});

test("a redemption whose answer is lost is made once, then confirmed", { skip }, async (t) => {
  const before = (await client().send(RewardsDocument)).data.me?.points;
  const traffic = watched(undefined, 1);
  const input = { requestId: requestId("redeem"), rewardCode: REWARD };
  const { redeem } = (await client(traffic.transport).send(RedeemDocument, { input })).data;
  if (refusal(redeem)?.code === "INSUFFICIENT_POINTS") {
    t.skip("this member has too few points");
    return;
  }
  assert.equal(refusal(redeem), undefined);
  assert.equal(traffic.sent.length, 2);
  assert.equal(redeem?.replayed, true);
  assert(before && redeem.redemption);
  assert.equal(redeem.redemption.state, "HELD");
  assert.equal(redeem.points?.held, before.held + redeem.redemption.price);

  const confirm = { requestId: requestId("confirm"), redemptionId: redeem.redemption.id };
  const { data } = await client().send(ConfirmRedemptionDocument, { input: confirm });
  assert.equal(data.confirmRedemption?.redemption?.state, "CONFIRMED");
  assert(data.confirmRedemption.redemption.voucher);
  assert.equal(data.confirmRedemption.points?.posted, before.posted - redeem.redemption.price);
});

test("a redemption that is let go gives the points back", { skip }, async (t) => {
  const input = { requestId: requestId("redeem"), rewardCode: REWARD };
  const { redeem } = (await client().send(RedeemDocument, { input })).data;
  if (refusal(redeem)?.code === "INSUFFICIENT_POINTS") {
    t.skip("this member has too few points");
    return;
  }
  assert(redeem?.redemption && redeem.points);
  const cancel = { requestId: requestId("cancel"), redemptionId: redeem.redemption.id };
  const { cancelRedemption } = (await client().send(CancelRedemptionDocument, { input: cancel })).data;
  assert.equal(cancelRedemption?.redemption?.state, "CANCELLED");
  assert.equal(cancelRedemption.points?.available, redeem.points.available + redeem.redemption.price);
});

test("a refusal has a stable code, and words in two languages", { skip }, async () => {
  const input = { requestId: requestId("redeem"), rewardCode: "nothing_of_the_kind" };
  const refused = refusal((await client().send(RedeemDocument, { input })).data.redeem);
  assert.equal(refused?.code, "REWARD_NOT_FOUND");
  assert(refused.message.zh && refused.message.en);
});

test("a forged token is refused, over HTTP and over the socket", { skip }, async (t) => {
  const tokens: (string | undefined)[] = [];
  const forged = (refused?: string) => {
    tokens.push(refused);
    return `forged-${tokens.length}`;
  };
  const isRefused = (error: TesseraError) => error.code === "UNAUTHENTICATED" && !error.passing;
  await assert.rejects(client(undefined, forged).send(CardDocument), isRefused);
  assert.deepEqual(tokens, [undefined, "forged-1"]);

  const following = changes(undefined, forged);
  t.after(() => following.close());
  const error = await told<TesseraError>("the end", (ended) => {
    following.listen(PointsChangedDocument, { next: () => assert.fail("told"), ended });
  });
  assert(isRefused(error), error.message);
  assert.deepEqual(tokens, [undefined, "forged-1", undefined, "forged-3"]);
});

/** Says something on the feedback screen; the item's id. */
async function say(text: string): Promise<string | undefined> {
  const input = { requestId: requestId("feedback"), text };
  const { submitFeedback } = (await client().send(SubmitFeedbackDocument, { input })).data;
  assert.equal(refusal(submitFeedback), undefined);
  return submitFeedback?.feedback?.id;
}

/** The id of the item of that text, once it is told. */
function hearing(following: Changes, text: string): Promise<string> {
  return told(text, (tell) => {
    following.listen(FeedbackChangedDocument, {
      next: ({ feedbackChanged: { feedback } }) => feedback.text === text && tell(feedback.id),
    });
  });
}

const puts = [["a web page", putByFetch], ["a mini-program", putByWx(wx())]] as const;
for (const [where, put] of puts) {
  test(`a picture goes with feedback from ${where}`, { skip }, async () => {
    const picture = new Uint8Array([0xff, 0xd8, 0xff, ...new TextEncoder().encode(where)]);
    const attachment = await attach(client(), picture.buffer, "image/jpeg", put);
    const input = { requestId: requestId("feedback"), text: "洒了", attachments: [attachment] };
    const { submitFeedback } = (await client().send(SubmitFeedbackDocument, { input })).data;
    assert.equal(refusal(submitFeedback), undefined);
    const shown = await fetch(submitFeedback?.feedback?.attachmentUrls[0] ?? "");
    assert.equal(shown.headers.get("content-type"), "image/jpeg");
    assert.deepEqual(new Uint8Array(await shown.arrayBuffer()), picture);
    const page = attach(client(), picture.buffer, "text/html", put);
    await assert.rejects(page, ({ code }: TesseraError) => code === "INVALID_ARGUMENT");
  });
}

const places = [["a web page", undefined], ["a mini-program", socketsOf(wx())]] as const;
for (const [where, sockets] of places) {
  test(`feedback is taken in, and ${where} hears of it`, { skip }, async (t) => {
    const following = changes(sockets);
    t.after(() => following.close());
    const text = `排队太久了 ${requestId()}`;
    const heard = hearing(following, text);
    await subscribed(following);
    assert.equal(await say(text), await heard);
      const { data } = await client().send(FeedbackDocument, { first: 1 });
    assert.equal(data.me?.feedback?.edges[0]?.node.text, text);
  });
}

test("what happens while the socket is lost is told afterwards, or a gap is", { skip }, async (t) => {
  const sockets: WebSocket[] = [];
  class Breakable extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
    }
  }
  let back: Promise<unknown> = Promise.resolve();
  const following = changes(Breakable, async () => {
    await back;
    return TOKEN;
  });
  t.after(() => following.close());
  const [first, second] = [`太甜了 ${requestId()}`, `还是太甜 ${requestId()}`];
  const told1 = hearing(following, first);
  const told2 = hearing(following, second);
  const gap = told<void>("a gap", (lost) => {
    following.listen(PointsChangedDocument, { next: () => undefined, gap: lost });
  });
  await subscribed(following);
  assert.equal(await say(first), await told1);
  const item = (back = say(second));
  for (const socket of sockets) socket.terminate();
  assert.equal(await item, await told2);
  await gap;
  assert(sockets.length > 1);
});

test("the first check-in of a day gives points, and the card hears of it", { skip }, async (t) => {
  const before = (await client().send(CardDocument)).data.me?.points;
  const following = changes();
  t.after(() => following.close());
  const heard = told<PointsChangedSubscription>("the points", (next) => {
    following.listen(PointsChangedDocument, { next });
  });
  await subscribed(following);
  const input = { requestId: requestId("check-in") };
  const { checkIn } = (await client().send(CheckInDocument, { input })).data;
  assert.equal(refusal(checkIn), undefined);
  const award = checkIn?.checkIn?.awards?.find(({ asset }) => asset === "POINTS");
  if (award && award.amount > 0 && before) {
    const { entry, points } = (await heard).pointsChanged;
    assert.equal(entry?.amount, award.amount);
    assert.equal(points?.posted, before.posted + award.amount);
  } else t.skip("this member checked in today already");
});
