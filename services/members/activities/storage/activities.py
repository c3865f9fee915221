"""Activities as documents, once per (brand, channel, event id), for ever.

`activities`  {_id: "brand/channel/event id", brand, member_id, type, occurred_at, recorded_at,
               content; once its details were let go `digest` in its place}
"""

from datetime import datetime

from services.common.mongo import ASCENDING, DESCENDING, Binary, Document, IndexModel
from services.common.timeline import Behind
from services.members.activities.domain.activity import Activity, ActivityKey
from services.members.activities.domain.kept_activity import KeptActivity

COLLECTION = "activities"
INDEXES = {
    COLLECTION: [
        IndexModel(
            [
                ("brand", ASCENDING),
                ("member_id", ASCENDING),
                ("occurred_at", DESCENDING),
                ("_id", DESCENDING),
            ]
        ),
        IndexModel(
            [("brand", ASCENDING), ("recorded_at", ASCENDING)],
            partialFilterExpression={"content": {"$exists": True}},
        ),
    ]
}
"""A member's own, for timelines, exports and erasures; and those that may lose their details."""


def activity_id(brand: str, key: ActivityKey) -> str:
    """The id of an activity's document."""
    # Neither a brand nor a channel has a slash in it, so two keys are never one id.
    return f"{brand}/{key[0]}/{key[1]}"


def activity_document(brand: str, activity: Activity, at: datetime) -> Document:
    """An activity that is recorded `at` that time."""
    return {
        "_id": activity_id(brand, (activity.channel, activity.event_id)),
        "brand": brand,
        "member_id": activity.member_id,
        "type": activity.type,
        "occurred_at": activity.occurred_at,
        "recorded_at": at,
        "content": Binary(activity.content),
    }


def kept_content(document: Document) -> bytes:
    """The content, or what is left of it."""
    return bytes(document["content"] if "content" in document else document["digest"])


def behind_in(brand: str, left: Behind | None) -> Document:
    """Selects activities that stand behind in a timeline, by the time at which they happened."""
    if left is None:
        return {}
    if not left.id:
        return {"occurred_at": {"$lt": left.at}}
    same = {"_id": {"$lt": f"{brand}/{left.id}"}}
    return {"occurred_at": {"$lte": left.at}, "$or": [{"occurred_at": {"$lt": left.at}}, same]}


def to_kept(document: Document) -> KeptActivity:
    """The activity of a document."""
    _, channel, event_id = document["_id"].split("/", 2)
    return KeptActivity(
        channel,
        event_id,
        document["member_id"],
        document["type"],
        document["occurred_at"],
        document["recorded_at"],
        bytes(document.get("content", b"")),
    )
