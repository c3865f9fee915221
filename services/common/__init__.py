"""Code that every service and the gateway share: transport, storage, time, telemetry.

It offers plain functions and small objects: no base classes, no registry. It imports no service
and contains no rule of a service. Code moves here when a second service needs it.

    clock, ids, settings              time, identifiers, configuration
    errors, deadlines                 refusals, the time left for a call
    auth, caller, keys, issuers       tokens, the caller of a call, signing keys
    interceptors, server, channel     gRPC servers and clients
    telemetry                         logs, metrics, traces
    mongo, idempotency                the database, one effect for each request id
    watch, changes, feed_position     publishing a feed
    follower, lease, tasks            following a feed, one worker at a time
    audit, audit_log, audit_api       the actions of operators: chained, listed, proven
    approvals, approvals_api          what waits for a second operator
    brand_config                      the programme in force of each brand, parsed once a version
    cel, cel_check, cel_cost          conditions of programmes: evaluation, checks, cost
    condition_facts                   the facts that conditions may name
    cache, in_flight                  Redis as a cache, reads that concurrent callers share
    pagination                        signed page tokens
"""
