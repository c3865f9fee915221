"""The item that a crisis makes: so many said the same, and a team answers for it at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.feedback.items.domain.item import (
    SYSTEM,
    Feedback,
    Submission,
    TimelineEntry,
    first_response_due,
)
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.crisis import CrisisTerms
from services.feedback.routing.domain.response_times import Priority, ResponseTimes, Terms

CHANNEL = "crisis"
MINUTE = timedelta(minutes=1)


def crisis_item(
    feedback_id: str, first: Feedback, count: int, terms: CrisisTerms, now: datetime
) -> Feedback:
    """An urgent item of `terms.team` about the group of `first`, of which `count` came in time.

    It has no words of members: these stand in the items of its group, and go with their erasure.
    """
    minutes = terms.within // MINUTE
    names = first.issue_names
    if first.language == "en":
        text = f"{count} alike items within {minutes} minutes"
        about = ", ".join(name.en for name in names)
    else:
        text = f"{minutes} 分钟内有 {count} 条相似反馈"
        about = "、".join(name.zh for name in names)
    item = Feedback(
        feedback_id,
        Submission(CHANNEL, f"{text}: {about}" if about else text),
        now,
        state=State.TRIAGED,
        issues=first.issues,
        issue_names=names,
        language=first.language,
        priority=Priority.URGENT,
        team=terms.team,
        timeline=(
            TimelineEntry(now, SYSTEM, State.NEW),
            TimelineEntry(now, SYSTEM, State.TRIAGED),
        ),
        group=first.group,
    )
    clock = Terms(ResponseTimes(terms.respond))
    return timed(first_response_due(item, clock, settled=False), clock.steps, now)


def may_be_alike(item: Feedback) -> bool:
    """Whether `item` is looked at for others that are alike: it is routed, and complains."""
    is_said = item.submission.text != "" and item.submission.channel != CHANNEL
    return is_said and item.complains and item.state is not State.NEW


def in_group(item: Feedback, group: str) -> Feedback:
    """`item` as one of the group."""
    return replace(item, group=group)
