"""The limits that keep one caller from taking the gateway from all others.

    concurrency          requests at work in this process: fewer while the processor is busy
    request_bounds       size and time of each HTTP request, before the application sees it
    socket_protocol      frames of each websocket
    overload_protocol    refuses the requests beyond that, before the application sees them
    rate_limit           cost per minute, of a caller and of an address, in Redis for all processes
    stream_limits        open sockets and event streams, of the process and of a caller; sockets
                         that have brought no token yet, of the process and of an address

*Cost* is the unit of the rate limiter (`execution.query_cost`). A request that is refused is *shed*
for overload, or *rate limited* for its cost. Without Redis no rate is limited.
"""
