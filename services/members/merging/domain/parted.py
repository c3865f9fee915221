"""Two members after an undo: the one gets back what is left, the survivor lets it go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import Bought
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.nearness import SeenNear
from services.members.activities.domain.order_days import OrderDays
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.merging.domain.united_standing import united_totals
from services.members.tags.domain.tag import Tag
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import Standing


class PartedMembers(NamedTuple):
    """Both, and the identities that the survivor has no more, so that they can't go back."""

    old: Member
    survivor: Member
    lost: tuple[Identity, ...]


def parted_members(
    survivor: Member, old: Member, filled: tuple[str, ...], owners: Mapping[Identity, str]
) -> PartedMembers:
    """`old` as it was copied; `filled` are the fields of the profile that it filled; `owners` has
    who owns its identities now."""
    back = tuple(each for each in old.identities if owners.get(each) == survivor.id)
    nothing, own = Profile(), survivor.profile
    emptied = {
        name: getattr(nothing, name)
        for name in filled
        if getattr(own, name) == getattr(old.profile, name)
    }
    version = max(survivor.version, old.version) + 1
    kept = tuple(each for each in survivor.identities if each not in back)
    since = {each: at for each, at in survivor.since.items() if each in kept}
    profile = replace(own, **emptied)
    return PartedMembers(
        replace(old, identities=back, version=version),
        replace(survivor, identities=kept, since=since, profile=profile, version=version),
        tuple(each for each in old.identities if each not in back),
    )


class PartedTotals(NamedTuple):
    """What the survivor keeps, and what goes back."""

    survivor: DailyTotals
    old: DailyTotals


def parted_totals(now: DailyTotals, other: DailyTotals, before: DailyTotals) -> PartedTotals:
    """`now` without `other`, each day on its own; `before` is what the survivor had at the merge.

    A refund takes from the day of its order. So a day on which less than nothing of the survivor's
    own would be left lost an order of the other since: the other gets back so much less. Of a day
    on which both had some, nobody knows whose went back, and the survivor's own go first.
    """
    lost: dict[date, int] = {}
    for day, amount in other.by_day.items():
        # The detail of a day that is long past is forgotten.
        left = now.by_day.get(day, amount) - amount
        if amount > 0 and left < (least := min(0, before.by_day.get(day, 0))):
            lost[day] = min(least - left, amount)
    back = _less(other, DailyTotals(sum(lost.values()), lost))
    return PartedTotals(_less(now, back), back)


def _less(now: DailyTotals, other: DailyTotals) -> DailyTotals:
    less = DailyTotals(-other.total, {day: -amount for day, amount in other.by_day.items()})
    return united_totals(now, less)


def parted_standing(now: Standing, other: Standing, before: Standing) -> Standing:
    """The survivor's, with the positions of `before` the merge, to be judged by what counts."""
    return Standing(
        totals=parted_totals(now.totals, other.totals, before.totals).survivor,
        positions={**now.positions, **before.positions},
        sequence=now.sequence,
        ahead=set(now.ahead),
        value_class=before.value_class,
    )


def parted_facts(now: Facts, other: Facts, before: Facts, merged_on: date) -> Facts:
    """The survivor's without what `other` had; days and times that both may have had stay.
    `merged_on` is the local day of the merge."""
    bought = Bought({name: dict(days) for name, days in now.bought.series.items()})
    bought.articles.update(now.bought.articles)
    for name, days in other.bought.series.items():
        for day, pieces in days.items():
            bought.change(date.fromordinal(day), {name: -pieces}, {}, date.min)
    for name, count in other.bought.articles.items():
        last = date.fromordinal(count.last_day)
        bought.change(last, {}, {name: -count.pieces}, date.min)
    orders = parted_totals(now.orders, other.orders, before.orders).survivor
    done = dict(Counter(now.done) - Counter(other.done))
    return replace(
        now,
        orders=orders,
        order_days=now.order_days.without(other.order_days, orders.by_day),
        spent=parted_totals(now.spent, other.spent, before.spent).survivor,
        bought=bought,
        revision=now.revision + 1,
        told="",
        near=_parted_nearness(now.near, other.near, before.near),
        standing=parted_standing(now.standing, other.standing, before.standing),
        done=done,
        first_on=_parted_firsts(now, other, before, done, merged_on),
    )


def _parted_firsts(
    now: Facts,
    other: Facts,
    before: Facts,
    done: Mapping[ActivityType, int],
    merged_on: date,
) -> dict[ActivityType, int]:
    """The first days of what is left: where `other` brought the day, the one of `before`; else the
    survivor did it since the merge, nobody knows when."""
    firsts = {kind: day for kind, day in now.first_on.items() if done.get(kind)}
    brought = [kind for kind, day in firsts.items() if other.first_on.get(kind) == day]
    return firsts | {kind: before.first_on.get(kind, merged_on.toordinal()) for kind in brought}


def returned_standing(now: Standing, other: Standing, before: Standing) -> Standing:
    """The other's again, less what refunds took of it since."""
    return replace(other, totals=parted_totals(now.totals, other.totals, before.totals).old)


def returned_facts(now: Facts, other: Facts, before: Facts) -> Facts:
    """The other's again, less what refunds took of its orders since."""
    orders = parted_totals(now.orders, other.orders, before.orders).old
    gone = _less(other.orders, orders).by_day
    days = other.order_days
    return replace(
        other,
        orders=orders,
        order_days=days.without(OrderDays(gone, days.last), orders.by_day) if gone else days,
        spent=parted_totals(now.spent, other.spent, before.spent).old,
        standing=returned_standing(now.standing, other.standing, before.standing),
    )


def _parted_nearness(
    now: Mapping[int, SeenNear], other: Mapping[int, SeenNear], before: Mapping[int, SeenNear]
) -> dict[int, SeenNear]:
    """`now` without what `other` brought; on such a day the survivor's own stands again."""
    again = {day: before[day] for day in before.keys() & now.keys()}
    return again | {day: seen for day, seen in now.items() if other.get(day) != seen}


def tags_to_remove(
    now: Mapping[str, Tag], other: Mapping[str, Tag], before: Mapping[str, Tag]
) -> tuple[list[Tag], list[str]]:
    """Tags that the survivor gets again as they were, and codes that go."""
    came = {code for code, tag in other.items() if now.get(code) == tag}
    again = [before[code] for code in sorted(came) if code in before]
    return again, sorted(came - before.keys())
