// The card of the gateway's schema, for Apollo Server and GraphQL Yoga alike: the same names, the same
// scalars, one DataLoader for each service and request.
import { GraphQLScalarType } from 'graphql';

export const typeDefs = /* GraphQL */ `
  "An integer up to 2^53 either way, as a JSON number."
  scalar Long
  "A day in the brand's zone, YYYY-MM-DD."
  scalar Date

  enum EntryKind { EARN SPEND HOLD CLAWBACK EXPIRE REVERSAL ADJUST TRANSFER STOCK OPEN }
  enum FeedbackState { NEW TRIAGED ASSIGNED WAITING RESOLVED CONFIRMED CLOSED REOPENED }

  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Tier { code: String! name: String! multiplier: Float! ladder: String! rank: Int! }
  type Forecast { growthToNext: Long growthToKeep: Long! judgedOn: Date expectedTier: String nextTier: String }
  type Expiring { points: Long! on: Date! }
  type Points {
    posted: Long!
    held: Long!
    available: Long!
    pending: Long!
    expiring(days: Int! = 30): [Expiring!]!
  }
  type Entry { amount: Long! balanceAfter: Long! sequence: Long! kind: EntryKind! postingId: String! }
  type EntryEdge { cursor: String! node: Entry! }
  type EntryConnection { edges: [EntryEdge!]! pageInfo: PageInfo! }
  type Feedback { id: ID! text: String! channel: String! state: FeedbackState! topics: [String!]! category: String! }
  type FeedbackEdge { cursor: String! node: Feedback! }
  type FeedbackConnection { edges: [FeedbackEdge!]! pageInfo: PageInfo! }
  type Member {
    id: ID!
    name: String!
    phone: String
    language: String
    tier: Tier
    growth: Long!
    forecast: Forecast
    points: Points
    entries(first: Int = 20): EntryConnection
    feedback(first: Int = 20): FeedbackConnection
  }
  type Query {
    member(id: ID!): Member
    members(ids: [ID!]!): [Member]
  }
`;

const base64 = (text) => Buffer.from(text).toString('base64');

// A bare id has an underscore, which base64 lacks.
const plainId = (id) => (id.includes('_') ? id : Buffer.from(id, 'base64').toString().slice('Member:'.length));

// A cursor or a page's place is made only where it is asked for.
const entryCursor = ({ node }) => base64(`entry:${node.sequence}`);
const feedbackCursor = ({ node }) => base64(`feedback:${node.id}`);

function connection(items, cursor, first, hasMore) {
  const edges = items.slice(0, first).map((node) => ({ node }));
  const pageInfo = () => ({
    hasNextPage: hasMore || items.length > first,
    hasPreviousPage: false,
    startCursor: edges.length > 0 ? cursor(edges[0]) : null,
    endCursor: edges.length > 0 ? cursor(edges.at(-1)) : null,
  });
  return { edges, pageInfo };
}

const Long = new GraphQLScalarType({ name: 'Long' });

export const resolvers = {
  Long,
  Query: {
    member: (_, { id }, { members }) => members.load(plainId(id)),
    members: (_, { ids }, { members }) => Promise.all(ids.map((id) => members.load(plainId(id)))),
  },
  Member: {
    id: (member) => base64(`Member:${member.id}`),
    phone: (member) => member.phone || null,
    language: (member) => member.language || null,
    tier: (member) => member.tiers[0],
    points: async (member, _, { wallets }, info) =>
      (await wallets.load({ id: member.id, days: daysOf(info), entries: 0 }))?.points,
    entries: async (member, { first }, { wallets }) => {
      const wallet = await wallets.load({ id: member.id, days: 1, entries: first });
      return wallet && connection(wallet.entries, entryCursor, first, wallet.hasMoreEntries);
    },
    feedback: async (member, { first }, { feedback }) => {
      const listed = await feedback.load({ id: member.id, size: first });
      return listed && connection(listed.feedback, feedbackCursor, first, listed.hasMore);
    },
  },
  Tier: {
    name: (tier) => tier.name.zh || tier.name.en,
    multiplier: (tier) => tier.multiplierPercent / 100,
  },
  Points: {
    expiring: (points, { days }) => {
      const until = Date.now() / 1000 + days * 86_400;
      return points.expiring.filter((each) => each.expireTime.seconds <= until);
    },
  },
  EntryEdge: { cursor: entryCursor },
  FeedbackEdge: { cursor: feedbackCursor },
  Entry: { kind: (entry) => entry.kind.slice('POSTING_KIND_'.length) },
  Feedback: {
    id: (item) => base64(`Feedback:${item.id}`),
    state: (item) => item.state.slice('FEEDBACK_STATE_'.length),
  },
};

// How far ahead the selection looks, so that points and expiring need one RPC. Documents are kept once
// parsed, so a number written in one is read once.
const daysOfNode = new WeakMap();

function daysOf({ fieldNodes: [node], variableValues }) {
  const known = daysOfNode.get(node);
  if (known !== undefined) return known;
  const expiring = node.selectionSet.selections.find((each) => each.name?.value === 'expiring');
  const value = expiring?.arguments.find((each) => each.name.value === 'days')?.value;
  if (value?.kind === 'Variable') return variableValues[value.name.value];
  const days = Number(value?.value ?? (expiring ? 30 : 1));
  daysOfNode.set(node, days);
  return days;
}
