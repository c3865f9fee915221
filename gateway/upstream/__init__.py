"""Calls that leave the gateway: the three services, and stores and logins of others.

    clients               channels and stubs of the services, and the tokens of the calls
    batching, loaders     keys of many requests, gathered into one call of a batch RPC
    event_hub             the services' Watch streams, fanned out to subscribers
    uploads, s3           signed links to a bucket, by which front ends send and read attachments
    wechat, http_client   the login of WeChat

Each call names its caller in a token of its own and has a deadline.
"""
