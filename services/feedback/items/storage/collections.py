"""The collections of items, their indexes, and the kinds of their timers."""

from datetime import UTC, datetime

from services.common.mongo import ASCENDING, DESCENDING, Document, IndexModel

COLLECTION = "feedback"
HEARD = "heard_members"
"""Who said something, or is erased: the room `privacy` says what is in it."""
EVENT_TYPE = "feedback_changed"
CLOCK_TIMER = "clock"
"""The kind of the timers that wake the clocks of items."""
ALIKE_TIMER = "alike"
"""The kind of the timers by which items that came in are looked at for alike ones."""
ATTACHMENT_TIMER = "attachment"
"""The kind of the timers by which announced attachments are looked for."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INDEXES = {
    COLLECTION: [
        IndexModel(
            [("brand", ASCENDING), ("channel", ASCENDING), ("channel_event_id", ASCENDING)],
            unique=True,
            partialFilterExpression={"channel_event_id": {"$exists": True}},
        ),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("created_at", ASCENDING)]),
        # Few were said before they came in.
        IndexModel(
            [("brand", ASCENDING), ("said_at", ASCENDING)],
            partialFilterExpression={"said_at": {"$gt": EPOCH}},
        ),
        *(
            IndexModel([(field, ASCENDING) for field in ("brand", *chosen, "place")])
            for chosen in ((), ("state",), ("team",), ("state", "team"))
        ),
        # With the state, of which each is a range: a search goes through no item that is done.
        *(
            IndexModel([(field, ASCENDING) for field in ("brand", chosen, "state", "place")])
            for chosen in ("category", "priority")
        ),
        # Most items have neither, and so no place in these.
        *(
            IndexModel(
                [(field, ASCENDING) for field in ("brand", chosen, "state", "place")],
                partialFilterExpression={chosen: {"$gt": ""}},
            )
            for chosen in ("assignee", "store_id", "group")
        ),
        IndexModel(
            [(field, ASCENDING) for field in ("brand", "group", "created_at", "_id")],
            partialFilterExpression={"group": {"$gt": ""}},
        ),
    ]
}


def heard_id(brand: str, member_id: str) -> str:
    """`_id` of a member in HEARD."""
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def said_within(brand: str, since: datetime, until: datetime) -> Document:
    """Selects what was said from `since` until `until`, by an index for either kind of item."""
    times = {"$gte": since, "$lt": until}
    as_it_came = {"brand": brand, "created_at": times, "said_at": {"$exists": False}}
    return {"$or": [as_it_came, {"brand": brand, "said_at": times}]}
