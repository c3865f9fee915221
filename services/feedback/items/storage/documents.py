"""An item as a document and back. Datetimes are in UTC, to the millisecond."""

from dataclasses import asdict
from datetime import datetime

from services.common.mongo import Document
from services.feedback.analysis.domain.taxonomy import Text
from services.feedback.items.domain.item import Feedback, Moment, Submission
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.response_clock import Deadline, Priority


def place_of(item: Feedback) -> str:
    """Where an item stands in the queue: by response due, then by id; sorts as text."""
    due: datetime = item.response_due or item.created_at
    return f"{due.strftime('%Y%m%dT%H%M%S')}{due.microsecond // 1000:03d}/{item.id}"


def to_document(brand: str, item: Feedback) -> Document:
    """The document of `item`, with the place that the queue's indexes sort by."""
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
        "topics": list(item.topics),
        "topic_names": [list(name) for name in item.topic_names],
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
        "timeline": [_moment_document(moment) for moment in item.timeline],
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
        topics=tuple(document["topics"]),
        language=document["language"],
        category=document["category"],
        priority=None if priority is None else Priority(priority),
        team=document["team"],
        assignee=document["assignee"],
        response_due=document["response_due"],
        resolution=Deadline(document["resolution_due"], document["resolution_stood_since"]),
        first_response_at=document["first_response_at"],
        timeline=tuple(_moment(moment) for moment in document["timeline"]),
        topic_names=tuple(Text(*name) for name in document.get("topic_names", ())),
        category_name=Text(*category) if (category := document.get("category_name")) else None,
    )


def _moment_document(moment: Moment) -> Document:
    return {**asdict(moment), "state": moment.state.value}


def _moment(document: Document) -> Moment:
    return Moment(
        document["at"],
        document["actor"],
        State(document["state"]),
        document["note"],
        document["message"],
    )
