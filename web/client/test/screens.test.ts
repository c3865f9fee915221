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
  Polls,
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
  type FeedbackChangedSubscription,
  type News,
  type TesseraError,
  type PointsChangedSubscription,
} from "../src/index.js";
import { changes, client, events, live, skip, TOKEN, told, watched } from "./support.js";
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

/** When feedback is followed, and the id of the item of that text, once it is told. */
function hearing(following: Pick<Changes, "listen">, text: string): [Promise<void>, Promise<string>] {
  let isLive = Promise.resolve();
  const heard = told<string>(text, (tell) => {
    const [listener, when] = live<FeedbackChangedSubscription>(({ feedbackChanged: { feedback } }) => {
      if (feedback?.text === text) tell(feedback.id);
    });
    isLive = when;
    following.listen(FeedbackChangedDocument, listener);
  });
  return [isLive, heard];
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

const places = [
  ["a web page", () => changes()],
  ["a mini-program", () => changes(socketsOf(wx()))],
] as const;
for (const [where, open] of places) {
  test(`feedback is taken in, and ${where} hears of it`, { skip }, async (t) => {
    const following = open();
    t.after(() => following.close());
    const text = `排队太久了 ${requestId()}`;
    const [isLive, heard] = hearing(following, text);
    await isLive;
    assert.equal(await say(text), await heard);
    const { data } = await client().send(FeedbackDocument, { first: 1, states: ["TRIAGED"] });
    assert.equal(data.me?.feedback?.edges[0]?.node.text, text);
    assert.equal(data.me.feedback.edges[0].node.topics[0]?.code, "service");
  });
}

test("what happens while the socket is lost is told afterwards", { skip }, async (t) => {
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
  const text = `还是太甜 ${requestId()}`;
  const [isLive, heard] = hearing(following, text);
  await isLive;
  const item = (back = say(text));
  for (const socket of sockets) socket.terminate();
  assert.equal(await item, await heard);
  assert(sockets.length > 1);
});

test("the same over Server-Sent Events, cut off and opened again", { skip }, async () => {
  const [first, second] = [`太甜了 ${requestId()}`, `又太甜了 ${requestId()}`];
  const following = events();
  const ids: string[] = [];
  const heard = (text: string) =>
    told<string>(text, (tell) => {
      const stop = following.listen(
        FeedbackChangedDocument,
        {
          next: ({ feedbackChanged: { id, feedback } }) => {
            ids.push(id);
            if (feedback?.text !== text) return;
            stop();
            tell(id);
          },
          live: () => void (text === first && say(first)),
        },
        { resumeAfter: ids.at(-1) ?? null },
      );
    });
  await heard(first);
  const item = await say(second);
  assert(item);
  await heard(second);
});

test("without a socket, what happened since is asked for", { skip }, async (t) => {
  const text = `排队 ${requestId()}`;
  let polls: Polls | undefined;
  t.after(() => polls?.stop());
  const found = told<News>("the news", (tell) => {
    const [listener, isLive] = live<News>((news) => {
      if (news.feedback?.some((item) => item.text === text)) tell(news);
    });
    polls = new Polls(client(), listener, { everyMs: 60_000 });
    void isLive.then(async () => {
      await say(text);
      polls?.poke();
    });
  });
  const { feedback, entries, token } = await found;
  assert.deepEqual([feedback?.length, entries], [1, []]);
  assert.equal(polls?.token, token);
});

test("the first check-in of a day gives points, and the card hears of it", { skip }, async (t) => {
  const before = (await client().send(CardDocument)).data.me?.points;
  const following = changes();
  t.after(() => following.close());
  let isLive = Promise.resolve();
  const heard = told<PointsChangedSubscription>("the points", (tell) => {
    const [listener, when] = live<PointsChangedSubscription>((data) => {
      if (data.pointsChanged.entry) tell(data);
      else assert.equal(data.pointsChanged.points?.posted, before?.posted);
    });
    isLive = when;
    following.listen(PointsChangedDocument, listener);
  });
  await isLive;
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
