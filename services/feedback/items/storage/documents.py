"""An item as a document and back. Datetimes are in UTC, to the millisecond.

Documents call issues `topics`, as programmes and messages do.
"""

from dataclasses import asdict

from services.common.mongo import Document
from services.feedback.analysis.domain.intent import Intent
from services.feedback.analysis.domain.mentions import How, Mention
from services.feedback.analysis.domain.sentiment import UNREAD, Label, Sentiment
from services.feedback.items.domain.attachments import Attachment, AttachmentState, Problem
from services.feedback.items.domain.item import (
    Alert,
    AlertKind,
    Feedback,
    Rating,
    Submission,
    TimelineEntry,
)
from services.feedback.items.domain.queue import place_of
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import ClockKind, Deadline, Priority


def to_document(brand: str, item: Feedback) -> Document:
    """The document of `item`, with the `place` by which the queue's indexes sort."""
    submission = asdict(item.submission)
    # Absent rather than empty: the unique index on it takes only those that have one.
    if not item.submission.channel_event_id:
        del submission["channel_event_id"]
    if not item.submission.anonymous:
        del submission["anonymous"]
    for name in ("stars", "said_at"):
        if not submission[name]:
            del submission[name]
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
        "response_warn_at": item.response_warn_at,
        "response_in_business": item.response_in_business,
        "response_calendar_unknown": item.response_calendar_unknown,
        **_deadline_fields("resolution", item.resolution),
        **_deadline_fields("next_response", item.next_response),
        **_deadline_fields("follow_up", item.follow_up),
        "first_response_at": item.first_response_at,
        "first_responder": item.first_responder,
        "alerts": [
            {"clock": each.clock.value, "kind": each.kind.value, "since": each.since}
            for each in item.alerts
        ],
        "level": item.level,
        "escalated_to": item.escalated_to,
        "timeline": [_entry_document(entry) for entry in item.timeline],
        "place": place_of(item),
        "wake_at": item.wake_at,
        # Absent rather than empty: most items are in no group, and so in no index of it.
        **({"group": item.group} if item.group else {}),
        **analysis_fields(item),
        **({"rating": asdict(item.rating)} if item.rating else {}),
        **({"analysed_by": item.analysed_by} if item.analysed_by else {}),
        **({"attachments": _attachments(item)} if item.attachments else {}),
    }


def analysis_fields(item: Feedback) -> Document:
    """The fields of the document of `item` that analysis gives beside its issues."""
    return {
        "sentiment": asdict(item.sentiment) if item.sentiment.model else None,
        "intent": item.intent and item.intent.value,
        "mentions": [[each.code, each.word, each.how.value] for each in item.mentions],
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
            anonymous=document.get("anonymous", False),
            stars=document.get("stars", 0),
            said_at=document.get("said_at"),
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
        response_warn_at=document.get("response_warn_at"),
        response_in_business=document.get("response_in_business", False),
        response_calendar_unknown=document.get("response_calendar_unknown", False),
        resolution=_deadline(document, "resolution"),
        next_response=_deadline(document, "next_response"),
        follow_up=_deadline(document, "follow_up"),
        first_responder=document.get("first_responder", ""),
        alerts=tuple(
            Alert(ClockKind(each["clock"]), AlertKind(each["kind"]), each["since"])
            for each in document.get("alerts", ())
        ),
        level=document.get("level", 0),
        escalated_to=document.get("escalated_to", ""),
        first_response_at=document["first_response_at"],
        timeline=tuple(_entry(entry) for entry in document["timeline"]),
        issue_names=tuple(Text(*name) for name in document.get("topic_names", ())),
        category_name=Text(*category) if (category := document.get("category_name")) else None,
        sentiment=_sentiment(document.get("sentiment")),
        mentions=tuple(
            Mention(code, word, How(how)) for code, word, how in document.get("mentions", ())
        ),
        intent=Intent(intent) if (intent := document.get("intent")) else None,
        wake_at=document.get("wake_at"),
        group=document.get("group", ""),
        rating=Rating(**rating) if (rating := document.get("rating")) else None,
        analysed_by=document.get("analysed_by", ""),
        attachments=tuple(_attachment(each) for each in document.get("attachments", ())),
    )


_DEADLINE = ("due", "stood_since", "warn_at", "in_business", "calendar_unknown")


def _deadline_fields(clock: str, deadline: Deadline) -> Document:
    return {f"{clock}_{field}": getattr(deadline, field) for field in _DEADLINE}


def _deadline(document: Document, clock: str) -> Deadline:
    # Items of before have some of the fields, or none.
    kept = {field: document.get(f"{clock}_{field}") for field in _DEADLINE}
    return Deadline(
        kept["due"],
        kept["stood_since"],
        kept["warn_at"],
        bool(kept["in_business"]),
        bool(kept["calendar_unknown"]),
    )


def _sentiment(document: Document | None) -> Sentiment:
    """Items of before there was a model have none."""
    if document is None:
        return UNREAD
    return Sentiment(**{**document, "label": Label(document["label"])})


def _entry_document(entry: TimelineEntry) -> Document:
    return {**asdict(entry), "state": entry.state.value}


def _entry(document: Document) -> TimelineEntry:
    return TimelineEntry(
        document["at"],
        document["actor"],
        State(document["state"]),
        document["note"],
        document["message"],
        document.get("said", ""),
    )


def _attachments(item: Feedback) -> list[Document]:
    return [
        {**asdict(each), "state": each.state.value, "problem": each.problem and each.problem.value}
        for each in item.attachments
    ]


def _attachment(document: Document) -> Attachment:
    problem = document["problem"]
    return Attachment(
        **{
            **document,
            "state": AttachmentState(document["state"]),
            "problem": None if problem is None else Problem(problem),
        }
    )
