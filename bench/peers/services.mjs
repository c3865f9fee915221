// The three gRPC services, and the DataLoaders over them: one batch RPC for each service and query.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import DataLoader from 'dataloader';

const PROTOS = fileURLToPath(new URL('../../protos', import.meta.url));
const DEADLINE_MS = 4_000;

// Numbers rather than strings or Long objects, which is the fastest; filling in defaults costs nothing
// that can be measured.
const definition = protoLoader.loadSync(
  ['tessera/members/v1/members.proto', 'tessera/points/v1/wallets.proto', 'tessera/feedback/v1/feedback.proto'],
  { includeDirs: [PROTOS], longs: Number, enums: String, defaults: true },
);
const { tessera } = grpc.loadPackageDefinition(definition);

const open = (Client, address) => new Client(address, grpc.credentials.createInsecure());
const members = open(tessera.members.v1.Members, process.env.MEMBERS_ADDRESS);
const wallets = open(tessera.points.v1.Wallets, process.env.POINTS_ADDRESS);
const feedback = open(tessera.feedback.v1.FeedbackItems, process.env.FEEDBACK_ADDRESS);

function call(client, method, request, metadata) {
  return new Promise((resolve, reject) => {
    client[method](request, metadata, { deadline: Date.now() + DEADLINE_MS }, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
}

const byId = (items, id) => new Map(items.map((item) => [item[id], item]));
const most = (keys, of) => keys.reduce((found, key) => Math.max(found, key[of]), 0);
const idsOf = (keys) => [...new Set(keys.map((key) => key.id))];

// What a resolver has at hand: loaders that live as long as the request, in the caller's name.
export function contextOf(authorization) {
  const metadata = new grpc.Metadata();
  if (authorization) metadata.set('authorization', authorization);
  return {
    members: new DataLoader(async (memberIds) => {
      const response = await call(members, 'BatchGetMembers', { memberIds }, metadata);
      const found = byId(response.members, 'id');
      return memberIds.map((id) => found.get(id) ?? null);
    }),
    wallets: new DataLoader(
      async (keys) => {
        const request = {
          memberIds: idsOf(keys),
          expiringDays: most(keys, 'days'),
          entriesSize: most(keys, 'entries'),
        };
        const response = await call(wallets, 'BatchGetWallets', request, metadata);
        const found = byId(response.wallets, 'memberId');
        return keys.map((key) => found.get(key.id) ?? null);
      },
      { cacheKeyFn: (key) => `${key.id}/${key.days}/${key.entries}` },
    ),
    feedback: new DataLoader(
      async (keys) => {
        const request = { memberIds: idsOf(keys), size: most(keys, 'size') };
        const response = await call(feedback, 'BatchListMemberFeedback', request, metadata);
        const found = byId(response.members, 'memberId');
        return keys.map((key) => found.get(key.id) ?? null);
      },
      { cacheKeyFn: (key) => `${key.id}/${key.size}` },
    ),
  };
}
