"""An item as a document and back. Datetimes are in UTC, to the millisecond.

Documents call issues `topics`, as programmes and messages do.
"""

from dataclasses import asdict

from services.common.mongo import Document
from services.feedback.items.domain.item import Feedback, Submission, TimelineEntry
from services.feedback.items.domain.queue import place_of
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import Deadline, Priority


def to_document(brand: str, item: Feedback) -> Document:
    """The document of `item`, with the `place` by which the queue's indexes sort."""
    submission = asdict(item.submission)
    # Absent rather than empty: the unique index on it takes only those that have one.
    if not item.submission.channel_event_id:
        del submission["channel_event_id"]
    submission["attachment_urls"] = list(item.submission.attachment_urls)
    return {
        "_id": item.id,
        "brand": brand,
        **submission,
        "created_at": item.created_at,
        "state": item.state.value,
        "topics": list(item.issues),
        "topic_names": [list(name) for name in item.issue_names],
        "category_name": item.category_name and list(item.category_name),
        "language": item.language,
        "category": item.category,
        "priority": None if item.priority is None else item.priority.value,
        "team": item.team,
        "assignee": item.assignee,
        "response_due": item.response_due,
        "resolution_due": item.resolution.due,
        "resolution_stood_since": item.resolution.stood_since,
        "first_response_at": item.first_response_at,
        "timeline": [_entry_document(entry) for entry in item.timeline],
        "place": place_of(item),
    }


def to_item(document: Document) -> Feedback:
    """The item in `document`."""
    priority = document["priority"]
    return Feedback(
        id=document["_id"],
        submission=Submission(
            channel=document["channel"],
            text=document["text"],
            member_id=document["member_id"],
            order_id=document["order_id"],
            store_id=document["store_id"],
            attachment_urls=tuple(document["attachment_urls"]),
            channel_event_id=document.get("channel_event_id", ""),
        ),
        created_at=document["created_at"],
        state=State(document["state"]),
        issues=tuple(document["topics"]),
        language=document["language"],
        category=document["category"],
        priority=None if priority is None else Priority(priority),
        team=document["team"],
        assignee=document["assignee"],
        response_due=document["response_due"],
        resolution=Deadline(document["resolution_due"], document["resolution_stood_since"]),
        first_response_at=document["first_response_at"],
        timeline=tuple(_entry(entry) for entry in document["timeline"]),
        issue_names=tuple(Text(*name) for name in document.get("topic_names", ())),
        category_name=Text(*category) if (category := document.get("category_name")) else None,
    )


def _entry_document(entry: TimelineEntry) -> Document:
    return {**asdict(entry), "state": entry.state.value}


def _entry(document: Document) -> TimelineEntry:
    return TimelineEntry(
        document["at"],
        document["actor"],
        State(document["state"]),
        document["note"],
        document["message"],
    )
