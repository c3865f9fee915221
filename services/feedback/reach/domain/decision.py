"""The one decision: what becomes of a wish. Pure, so a preview is the decision itself.

`checks` has the list of checks that it goes by.
"""

from dataclasses import dataclass
from datetime import datetime

from services.feedback.audience.domain import Purpose
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import (
    Case,
    Check,
    Outcome,
    Rules,
    Subject,
    choose,
    said_instead,
)
from services.feedback.reach.domain.checks import At, Ends, checks
from services.feedback.reach.domain.wish import Wish


@dataclass(frozen=True, slots=True)
class Decision:
    """`text` is what a `send` says; `until` is when one that is put off is judged again."""

    outcome: Outcome
    checks: tuple[Check, ...]
    message: str = ""
    purpose: Purpose | None = None
    channel: str = ""
    until: datetime | None = None
    text: Text | None = None


def decide(wish: Wish, subject: Subject, rules: Rules, now: datetime) -> Decision:
    """What becomes of `wish` at `now`."""
    message, passed_over = choose(wish, subject, rules)
    message = said_instead(wish, message, rules)
    return _decided(Case(wish, subject, rules, now, message, passed_over), At.DECISION)


def decide_channel(
    wish: Wish,
    subject: Subject,
    rules: Rules,
    now: datetime,
    expires_at: datetime | None = None,
) -> Decision:
    """What becomes of a wish that was sent, and that the channels of `wish.tried` did not take.

    Its message is the one that was decided on, by name, and may be said until `expires_at`; the
    checks are those of the channel alone.
    """
    message, _ = choose(wish, subject, rules)
    case = Case(wish, subject, rules, now, message, expires_at=expires_at)
    return _decided(case, At.NEXT_CHANNEL)


def may_go(case: Case) -> bool:
    """Whether a message that was decided on may be handed over on its channel now."""
    try:
        for _ in checks(case, At.HAND_OVER):
            pass
    except Ends:
        return False
    return True


def _decided(case: Case, at: At) -> Decision:
    passed: list[Check] = []
    outcome, text, until = Outcome.SEND, None, None
    try:
        for check in checks(case, at):
            passed.append(check)  # noqa: PERF402  # what ends it keeps those before
        text = case.text
    except Ends as end:
        passed.append(end.check)
        outcome = end.outcome
        until = end.check.until if outcome is Outcome.PUT_OFF else None
    code, purpose = "", None
    if case.message is not None:
        code, purpose = case.message.code, case.message.purpose
    return Decision(outcome, tuple(passed), code, purpose, case.channel, until, text)
