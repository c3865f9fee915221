"""The timers of items: of their clocks, their looks for alike ones, and announced attachments."""

from collections.abc import Sequence
from dataclasses import replace

from services.feedback.items.domain.attachments import waits
from services.feedback.items.domain.crisis import may_be_alike
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.keeping_time import next_waking
from services.feedback.items.storage.collections import (
    ALIKE_TIMER,
    ATTACHMENT_TIMER,
    CLOCK_TIMER,
)
from services.feedback.timers.domain import Timer


def timers_of(brand: str, items: Sequence[Feedback]) -> tuple[list[Timer], list[str]]:
    """All timers of `items` as they are, and the ids of those that are over."""
    # A write that forgot `timed` can't cancel a timer, nor leave one out.
    timers, without = wakings(brand, [replace(each, wake_at=next_waking(each)) for each in items])
    timers += [
        Timer(brand, ALIKE_TIMER, each.id, each.created_at)
        for each in items
        if may_be_alike(each) and not each.group
    ]
    timers += [
        Timer(brand, ATTACHMENT_TIMER, each.id, each.created_at)
        for each in items
        if waits(each.attachments)
    ]
    return timers, without


def wakings(brand: str, items: Sequence[Feedback]) -> tuple[list[Timer], list[str]]:
    """The timers of the clocks of `items`, and the ids of those that have none any more."""
    timers = [
        replace(clock_timer(brand, item), due=item.wake_at)
        for item in items
        if item.wake_at is not None
    ]
    without = {clock_timer(brand, item).id for item in items}
    return timers, sorted(without - {timer.id for timer in timers})


def clock_timer(brand: str, item: Feedback) -> Timer:
    """The timer of the clocks of `item`, whenever that is due."""
    return Timer(brand, CLOCK_TIMER, item.id, item.created_at)
