"""Quota: how many messages of a WeChat template each member allows.

Owns no collection: a permission is a unit of an asset of the ledger in points, one asset for each
template. Words: a *permission* allows one message of one template, and has no end; a *pop-up* is
the window of WeChat that asks for it; the *push* is WeChat's word about a pop-up. Invariants:

    a pop-up counts once, however often WeChat pushes it or the mini-program sends it again
    a programme counts by the pushes or by the mini-program, never by both
    a message sets one permission aside before WeChat is asked; it is taken where WeChat has the
        message or may have it, and given back where it has not
    where WeChat knows of no permission, all that are counted for the template end
    no openid is kept: requests to points name its digest

    merge    the ledger moves permissions to the survivor, as all assets.
    erasure  the ledger's: nothing is kept here.
    export   the entries of the account, with the points.
    verify   nothing: they are entries.
"""
