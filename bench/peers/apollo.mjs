// Apollo Server 5 on its own standalone HTTP server, defaults of production: parsed and validated
// documents are cached, introspection is off, CSRF prevention is on.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { contextOf } from './services.mjs';
import { resolvers, typeDefs } from './schema.mjs';

const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, {
  context: async ({ req }) => contextOf(req.headers.authorization),
  listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
});
