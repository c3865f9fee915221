// A till over gRPC in Node: it enrols or finds a customer, sells two drinks, and takes one back.
// It reads the protos in ../../protos and nothing else of this repository.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const PROTOS = fileURLToPath(new URL("../../protos", import.meta.url));
const CHANNEL = "pos";
const env = process.env;

const definition = loadSync(
  ["members/v1/members", "members/v1/activities", "points/v1/earning", "points/v1/refunds"].map(
    (name) => `tessera/${name}.proto`,
  ),
  { keepCase: true, includeDirs: [PROTOS], longs: String, enums: String, defaults: true, oneofs: true },
);
const { members, points } = grpc.loadPackageDefinition(definition).tessera;

// A call that got no answer is sent again by gRPC itself; the till's own ids make that harmless.
const RETRIES = {
  "grpc.service_config": JSON.stringify({
    methodConfig: [
      {
        name: [{}],
        timeout: "10s",
        retryPolicy: {
          maxAttempts: 3,
          initialBackoff: "0.1s",
          maxBackoff: "1s",
          backoffMultiplier: 3,
          retryableStatusCodes: ["UNAVAILABLE"],
        },
      },
    ],
  }),
};

// TESSERA_TLS_CA encrypts the calls; TESSERA_TLS_CERT and TESSERA_TLS_KEY are the till's own certificate.
function credentials() {
  if (!env.TESSERA_TLS_CA) return grpc.credentials.createInsecure();
  const file = (path) => (path ? readFileSync(path) : null);
  return grpc.credentials.createSsl(
    file(env.TESSERA_TLS_CA),
    file(env.TESSERA_TLS_KEY),
    file(env.TESSERA_TLS_CERT),
  );
}

// Tokens live for ten minutes; a till asks for the next one a minute before the end.
let token = { value: env.TESSERA_TOKEN ?? "", renewAt: env.TESSERA_TOKEN ? Infinity : 0 };

async function bearer() {
  if (Date.now() < token.renewAt) return token.value;
  const basic = Buffer.from(`${env.TESSERA_CLIENT_ID}:${env.TESSERA_CLIENT_SECRET}`);
  const response = await fetch(`${env.TESSERA_URL}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic.toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error}: ${answer.error_description}`);
  token = { value: answer.access_token, renewAt: Date.now() + (answer.expires_in - 60) * 1000 };
  return token.value;
}

async function call(stub, method, request) {
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${await bearer()}`);
  return new Promise((resolve, reject) => {
    stub[method](request, metadata, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

const stubOf = (Service, address) => new Service(address, credentials(), RETRIES);
const toMembers = stubOf(members.v1.Members, env.TESSERA_MEMBERS_ADDRESS);
const toActivities = stubOf(members.v1.Activities, env.TESSERA_MEMBERS_ADDRESS);
const toEarning = stubOf(points.v1.Earning, env.TESSERA_POINTS_ADDRESS);
const toRefunds = stubOf(points.v1.Refunds, env.TESSERA_POINTS_ADDRESS);

function order(memberId, prices) {
  const receipt = `receipt_${randomUUID()}`;
  const lines = prices.map((price, index) => ({
    line_id: String(index + 1),
    sku: "drink",
    series: "milk_tea",
    quantity: 1,
    amount_minor: price,
  }));
  const total = { currency_code: "CNY", minor_units: prices.reduce((sum, price) => sum + price, 0) };
  return {
    channel: CHANNEL,
    event_id: receipt,
    member_id: memberId,
    type: "ACTIVITY_TYPE_ORDER",
    store_id: "store_1",
    occur_time: { seconds: Math.floor(Date.now() / 1000) },
    order: { order_id: receipt, total, lines },
  };
}

function givenBack(bought, lineId) {
  const lines = bought.order.lines.filter((line) => line.line_id === lineId);
  const total = { ...bought.order.total, minor_units: lines[0].amount_minor };
  return {
    ...bought,
    event_id: `receipt_${randomUUID()}`,
    type: "ACTIVITY_TYPE_REFUND",
    order: { ...bought.order, lines, total },
  };
}

async function main() {
  const phone = env.TESSERA_PHONE ?? "+8619900009998";
  const { member } = await call(toMembers, "EnrolMember", {
    request_id: `till/enrol/${phone}`,
    channel: CHANNEL,
    identities: [{ kind: "IDENTITY_KIND_PHONE", value: phone }],
  });
  console.log(`member ${member.id}, tier ${member.tiers[0].code}`);
  const bought = order(member.id, [1900, 2500]);
  for (let sent = 0; sent < 2; sent += 1) {
    const { results } = await call(toEarning, "AwardActivities", { activities: [bought] });
    const earned = results[0].awards.map((one) => `${one.amount} ${one.asset} by ${one.rule}`);
    const again = results[0].replayed ? " (the first answer again)" : "";
    console.log(`earned ${earned.join(", ") || results[0].reason || "nothing"}${again}`);
  }
  await call(toActivities, "RecordActivities", { activities: [bought] });
  const back = givenBack(bought, "2");
  const preview = await call(toRefunds, "PreviewRefund", { refund: back });
  const done = await call(toRefunds, "CommitRefund", { refund: back });
  done.clawbacks.forEach((taken, index) =>
    console.log(`gave back ${taken.taken} ${taken.asset} of ${preview.clawbacks[index].due} due`),
  );
  await call(toActivities, "RecordActivities", { activities: [back] });
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.details ?? error.message);
    process.exit(1);
  },
);
