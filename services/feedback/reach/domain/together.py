"""Several wishes of one member, decided together: each sees the places that those before took."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.feedback.audience.domain import Counted, Purpose
from services.feedback.reach.domain.case import Outcome, Rules, Subject, choose
from services.feedback.reach.domain.decision import Decision, decide
from services.feedback.reach.domain.passage import quota_of
from services.feedback.reach.domain.wish import Wish


def priority_of(wish: Wish, subject: Subject, rules: Rules) -> int:
    """How early the wish is judged among those of its member; the highest first."""
    message, _ = choose(wish, subject, rules)
    return 0 if message is None else message.priority


def in_order(wishes: Sequence[Wish], subject: Subject, rules: Rules) -> list[Wish]:
    """Wishes of one member as they take places: by priority, then by due time, then by id."""
    return sorted(wishes, key=lambda each: (-priority_of(each, subject, rules), each.due, each.id))


def counted(touch: Wish, decision: Decision, now: datetime) -> tuple[Counted, ...]:
    """What a decision adds to the messages that count for caps; service counts in none."""
    purpose = decision.purpose
    if decision.outcome is not Outcome.SEND or purpose is None or purpose is Purpose.SERVICE:
        return ()
    return (Counted(touch.id, purpose, now),)


def decide_all(
    wishes: Sequence[Wish], subject: Subject, rules: Rules, now: datetime
) -> tuple[list[tuple[Wish, Decision]], Subject]:
    """Decide wishes of one member together, each with the places that those before it took."""
    decided: list[tuple[Wish, Decision]] = []
    for wish in in_order(wishes, subject, rules):
        decision = decide(wish, subject, rules, now)
        decided.append((wish, decision))
        if subject.reached is not None:
            # One that was judged before, and is judged again after a channel failed, has one place.
            others = [each for each in subject.reached.counted if each.touch_id != wish.id]
            places = (*others, *counted(wish, decision, now))
            left = _left(subject.left, decision, rules)
            subject = replace(subject, reached=replace(subject.reached, counted=places), left=left)
    return decided, subject


def _left(
    left: Mapping[str, int] | None, decision: Decision, rules: Rules
) -> Mapping[str, int] | None:
    """What the member allows after a decision, which may take one."""
    message = rules.reach.messages.get(decision.message)
    if left is None or message is None or decision.outcome is not Outcome.SEND:
        return left
    asset = quota_of(rules.reach, message, decision.channel)
    return {**left, asset: left.get(asset, 0) - 1} if asset else left
