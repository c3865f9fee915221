"""The changes of a member: subscriptions, and `changesSince` for front ends without a socket.

    messages         the messages of subscriptions
    subscriptions    the earlier changes, then new ones as they happen
    changes_since    the changes since the answer before
    catch_up         reads the earlier changes from the services
    resume_point     the position up to which a front end has the changes

A *resume point* is opaque to front ends: the `id` of a message, or the `token` of `changesSince`.
"""
