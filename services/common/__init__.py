"""The one home that every service and the gateway share.

It is called and never discovers: plain functions and small objects, nothing to inherit, no
registry. It imports no service and holds no loyalty word. Something enters it on its second use.

    clock, ids, settings          time, names of things, configuration
    errors, auth, deadlines       refusals, who is asking, how long they wait
    interceptors, server, channel gRPC on both sides
    telemetry                     logs, metrics, traces
    mongo, idempotency            storage, one effect per request
    watch, changes, place         a feed: what a service publishes
    follower, lease, tasks        the consumer's side of a feed, one worker at a time
    brand_config                  the programme in force of each brand, parsed once a version
    cache, pagination             Redis in front of the truth, signed page tokens
"""
