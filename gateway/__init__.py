"""The one door for front ends: GraphQL over the three services.

It keeps nothing. It knows who asks (a front-end token), what a question may cost, which services
have the answer, and how to ask each of them once. Every service authorises again.

    app, parts, settings      the application, and what the process is made of
    endpoint, sockets, sse    HTTP, websockets, streams of events
    delivery, streams          overload, origins, br, gzip, validators; how many streams may be open
    context                   what is known of the call at hand
    clients, loaders          the services, and keys gathered into one RPC each
    schema/, fields           what can be asked: where each field comes from, and who may see it
    documents, limits         parsed and checked once; refused before anything is asked
    plan, executor            a valid query compiled into one function; graphql-core for the rest
    subscriptions             one Watch stream per service, fanned out
    places, missed            how far a member was told, and what happened since
    door, login, sessions     ways in: a code, or a refresh token, for an access token
    visitors, caching         anybody, and for how long what they are told may be kept
    uploads, s3               attachments, by signed links past the gateway
    codes, errors, ids        codes in two languages; global ids and cursors
"""
