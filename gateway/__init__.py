"""The gateway: GraphQL for front ends, over the three services.

It stores nothing. It identifies the caller by a front-end token, limits the cost of a request,
finds the services that have the answer, and asks each of them once. Every service authorises again.
Each floor imports only from the floors below it:

    __main__, app            the process, and the wiring of its parts
    http                     the ways in: /graphql, event streams, websockets, logins, visitors
    execution                a document from its text to its answer: limits, cost, plan, caching
    tools                    commands for releases: the schema as a file, and its breaking changes
    schema                   the fields of GraphQL, with their sources and the roles that see them
    guards, upstream         limits of load and cost; the services, and stores outside the house
    core                     settings, error codes, global ids and cursors
"""
