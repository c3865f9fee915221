"""The ways in over HTTP.

    gateway                        the parts of the process, and the caller of each request
    delivery, compression          overload, origins, compression and ETags of each answer
    graphql_endpoint, sse          /graphql by POST and GET, and as event streams
    accepting                      the type of an answer, by the Accept header
    explorer_page                  the page of /graphql in development
    websockets                     /graphql by graphql-transport-ws
    json_endpoint, login, sessions small JSON endpoints: logins of mini-programs and their sessions
    visitors                       a token for callers without a login, for public fields

A *caller* is a member, an operator or a *visitor*, as the verified token says.
"""
