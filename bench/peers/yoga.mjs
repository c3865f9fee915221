// GraphQL Yoga 5 on Node's own HTTP server, as its documentation shows it; defaults otherwise: parsed
// and validated documents are cached, errors are masked. The page for people and its logger are off.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { contextOf } from './services.mjs';
import { resolvers, typeDefs } from './schema.mjs';

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => contextOf(request.headers.get('authorization')),
  graphiql: false,
  landingPage: false,
  logging: false,
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
