"""The collections of the ledger, and what they are found by."""

from __future__ import annotations

from services.common.mongo import ASCENDING, DESCENDING, IndexModel

ACCOUNTS = "accounts"
POSTINGS = "postings"
RECORDS = "records"
WAITING = "body.waiting_since"
DUE = "body.due_at"
EVENT = "body.event"

INDEXES: dict[str, list[IndexModel]] = {
    # For the sweep: accounts by the expiry of their earliest lot.
    ACCOUNTS: [
        IndexModel(
            [("expires_at", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"expires_at": {"$exists": True}},
        )
    ],
    POSTINGS: [
        IndexModel([("request", ASCENDING)], unique=True),
        IndexModel([("keys", ASCENDING)], unique=True, sparse=True),
        IndexModel([("reverses", ASCENDING)], unique=True, sparse=True),
        IndexModel(
            [("order", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"order": {"$exists": True}},
        ),
        # A posting has an entry in it for each key that its brand asks for: most have none.
        IndexModel(
            [("finds", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"finds": {"$exists": True}},
        ),
    ],
    RECORDS: [
        IndexModel(
            [
                ("brand", ASCENDING),
                ("kind", ASCENDING),
                ("body.member_id", ASCENDING),
                ("_id", DESCENDING),
            ],
            partialFilterExpression={"body.member_id": {"$exists": True}},
        ),
        IndexModel(
            [("brand", ASCENDING), (WAITING, ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={WAITING: {"$exists": True}},
        ),
        # For jobs: records by the time at which something is to be done about them.
        IndexModel(
            [("brand", ASCENDING), ("kind", ASCENDING), (DUE, ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={DUE: {"$exists": True}},
        ),
        # Sign-ups for one event of the brand; walked backwards, who waits longest is first.
        IndexModel(
            [
                ("brand", ASCENDING),
                ("kind", ASCENDING),
                (EVENT, ASCENDING),
                ("body.state", ASCENDING),
                ("_id", DESCENDING),
            ],
            partialFilterExpression={EVENT: {"$exists": True}},
        ),
        IndexModel(
            [("brand", ASCENDING), ("kind", ASCENDING), ("_id", DESCENDING)],
            partialFilterExpression={"kind": "approval"},
        ),
    ],
}
