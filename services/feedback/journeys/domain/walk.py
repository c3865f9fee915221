"""How a member goes a journey: who enters, which steps are taken, and what ends it. Pure.

A step is due when the wait before it is over, or when the member entered. A wait that is over by
then is passed at once, so whoever comes late goes on from the times that were theirs. So does a
member whose event is read late: the steps that were due before it are taken before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.feedback.experiments.domain.running import Exposure
from services.feedback.journeys.domain.deed import Deed, deed_id
from services.feedback.journeys.domain.entry import End, Entry, Line, Outcome, State, entry_id
from services.feedback.journeys.domain.section import Journey, Row, Step, Trigger
from services.feedback.reach.domain.case import Rules, Subject, needs_consent, profiled
from services.feedback.reach.domain.section import reads_member
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id

ENTERS_WITHIN = timedelta(days=7)
"""Whoever reads an event later than so lets nobody in by it: a feed from its beginning."""
LINES_MAX = 80
SOURCE = "journey"
"""Of the ids of wishes."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a member; `activity` has the facts of the activity that it was."""

    id: str
    at: datetime
    occasion: Occasion
    activity: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry after its steps, with what it wishes for, the exposures of its arms, and what is to
    be done for the member."""

    entry: Entry
    wishes: tuple[Wish, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    deeds: tuple[Deed, ...] = ()

    def and_then(self, later: "Moved") -> "Moved":
        """What two moves did together, one behind the other."""
        return Moved(
            later.entry,
            self.wishes + later.wishes,
            self.exposures + later.exposures,
            self.deeds + later.deeds,
        )


def takes_in(
    journey: Journey,
    latest: Entry | None,
    event: Event,
    subject: Subject,
    rules: Rules,
    now: datetime,
) -> bool:
    """True when `event` brings the member onto the journey; `latest` is their entry before."""
    if subject.reached is None or not journey.enter.is_on(event.occasion):
        return False
    if now > event.at + ENTERS_WITHIN:
        return False
    if latest is not None:
        if latest.is_open or journey.again_after is None:
            return False
        # An event that comes again is not later than the entry that it brought.
        if event.at <= latest.entered_at or event.at < latest.entered_at + journey.again_after:
            return False
    if journey.enter.reads_member and not _may_read(journey.messages, subject, rules):
        return False
    return _holds(journey.enter, event, subject, rules)


def ends(journey: Journey, entry: Entry, event: Event, subject: Subject, rules: Rules) -> bool:
    """True when `event` ends an entry; one of before it, or that brought it, does not."""
    if not entry.is_open or event.at < entry.entered_at or event.id == entry.entered_by:
        return False
    return any(
        each.is_on(event.occasion) and _holds(each, event, subject, rules) for each in journey.until
    )


def entered(
    journey: Journey, event: Event, member_id: str, subject: Subject, rules: Rules, now: datetime
) -> Moved:
    """A new entry, gone as far as it goes at once."""
    id_ = entry_id(rules.brand, journey.code, member_id, event.id)
    entry = Entry(id_, member_id, journey.code, event.occasion, event.id, event.at)
    return _walk(journey, entry, 0, event.at, subject, rules, now)


def woken(
    journey: Journey | None,
    entry: Entry,
    subject: Subject,
    rules: Rules,
    now: datetime,
    *,
    by: datetime | None = None,
) -> Moved:
    """An entry whose wait is over, gone as far as it goes; with `by` as far as it had by then."""
    if journey is None:
        return Moved(entry.ended(End.JOURNEY_GONE, now))
    index = journey.after(entry.step)
    if index is None:
        return Moved(entry.ended(End.STEP_GONE, now))
    due = entry.due
    assert due is not None
    wait = journey.wait_at(entry.step)
    if wait is not None and wait.event is not None and not entry.is_met:
        late = Line(entry.step, Outcome.TIMED_OUT, due, rules.revision)
        entry = replace(entry, lines=(*entry.lines, late))
        index = journey.at(wait.otherwise, index)
    return _walk(journey, entry, index, due, subject, rules, now, by)


def heard(
    journey: Journey,
    entry: Entry,
    event: Event,
    subject: Subject,
    rules: Rules,
    now: datetime,
    *,
    is_paused: bool = False,
) -> Moved | None:
    """An entry whose wait `event` ends at the time of the event; None where it ends none.

    The member stands at the wait still, and `woken` lets them go on. While the journey `is_paused`
    no step is taken to a wait that the member had not come to.
    """
    if not entry.is_open or entry.has_heard(event.id):
        return None
    if not any(each.is_on(event.occasion) for each in journey.waited_for):
        return None
    moved = Moved(entry)
    assert entry.due is not None
    if entry.due <= event.at:
        if is_paused or entry.state is State.PAUSED:
            return None
        moved = woken(journey, entry, subject, rules, now, by=event.at)
    if not _meets(journey, moved.entry, event, subject, rules):
        return None
    met = Line(moved.entry.step, Outcome.MET, event.at, rules.revision, event_id=event.id)
    lines = (*moved.entry.lines, met)
    return replace(moved, entry=replace(moved.entry, due=event.at, lines=lines))


def _meets(journey: Journey, entry: Entry, event: Event, subject: Subject, rules: Rules) -> bool:
    """True when the member waits for `event`: one of before the wait, or of its end, is another."""
    wait = journey.wait_at(entry.step)
    if wait is None or wait.event is None or entry.due is None or entry.is_met:
        return False
    if not wait.event.is_on(event.occasion) or not entry.lines[-1].due <= event.at < entry.due:
        return False
    if wait.event.reads_member and not _may_read(journey.messages, subject, rules):
        return False
    return _holds(wait.event, event, subject, rules)


def _walk(
    journey: Journey,
    entry: Entry,
    index: int,
    due: datetime,
    subject: Subject,
    rules: Rules,
    now: datetime,
    by: datetime | None = None,
) -> Moved:
    lines: list[Line] = list(entry.lines)
    wishes: list[Wish] = []
    exposures: list[Exposure] = []
    deeds: list[Deed] = []
    facts = {"member": subject.facts, "occasion": entry.occasion.facts()}
    while index < len(journey.steps):
        step = journey.steps[index]
        index += 1
        passed_over = _passed_over(step, subject, rules, facts)
        if passed_over is not None:
            lines.append(Line(step.code, passed_over, due, rules.revision))
        elif step.wait is not None:
            until = step.wait.until(due, rules.zone)
            lines.append(Line(step.code, Outcome.WAITED, due, rules.revision))
            due = until
            if until > (by or now):
                waiting = replace(
                    entry,
                    state=State.WAITING,
                    step=step.code,
                    due=until,
                    lines=tuple(lines[-LINES_MAX:]),
                )
                return Moved(waiting, tuple(wishes), tuple(exposures), tuple(deeds))
            if step.wait.event is not None:
                lines.append(Line(step.code, Outcome.TIMED_OUT, due, rules.revision))
                index = journey.at(step.wait.otherwise, index)
        elif step.go_to:
            lines.append(Line(step.code, Outcome.WENT, due, rules.revision))
            index = journey.at(step.go_to, index)
        elif step.does is not None:
            id_ = deed_id(rules.brand, entry.id, step.code)
            at = (entry.member_id, entry.id, journey.code, step.code, due)
            deeds.append(Deed(id_, *at, step.does))
            lines.append(Line(step.code, Outcome.ASKED, due, rules.revision, deed_id=id_))
        else:
            if step.split:
                step, exposed = _of_arm(step, subject, rules, now)
                exposures += exposed
            line, wish = _sent(journey, entry, step, due, subject, rules, facts)
            lines.append(line)
            wishes += [wish] if wish is not None else []
    ended = replace(entry, lines=tuple(lines[-LINES_MAX:])).ended(End.DONE, now)
    return Moved(ended, tuple(wishes), tuple(exposures), tuple(deeds))


def _of_arm(
    step: Step, subject: Subject, rules: Rules, now: datetime
) -> tuple[Step, list[Exposure]]:
    """The step with the message of the member's arm alone, and their exposure to it."""
    control, running = step.rows[:1], rules.experiments.get(step.split)
    if running is None or subject.reached is None:
        return replace(step, rows=control), []
    assigned = running.assigned(subject.reached)
    exposed = [running.exposure(subject.reached, assigned.arm, now)] if assigned.exposed else []
    return replace(step, rows=(Row(assigned.arm.send), *control)), exposed


def _sent(
    journey: Journey,
    entry: Entry,
    step: Step,
    due: datetime,
    subject: Subject,
    rules: Rules,
    facts: Mapping[str, object],
) -> tuple[Line, Wish | None]:
    """The line of a step that sends, with its wish: the first row that holds, if one does."""
    outcome = Outcome.CONDITION
    for row in step.rows:
        if row.send not in rules.reach.messages:
            continue
        if reads_member(row.when) and not _may_read((row.send,), subject, rules):
            outcome = Outcome.PROFILING
        elif not row.when or rules.judge(row.when, facts):
            id_ = touch_id(rules.brand, SOURCE, f"{entry.id}/{step.code}", entry.member_id)
            by_member = (
                journey.enter.reads_member or reads_member(step.when) or reads_member(row.when)
            )
            wish = Wish(
                id_,
                entry.member_id,
                entry.occasion,
                due,
                row.send,
                journey=journey.code,
                step=step.code,
                chosen_by_member=by_member,
            )
            return Line(step.code, Outcome.WISHED, due, rules.revision, row.send, id_), wish
    return Line(step.code, outcome, due, rules.revision), None


def _passed_over(
    step: Step, subject: Subject, rules: Rules, facts: Mapping[str, object]
) -> Outcome | None:
    if not step.when:
        return None
    messages = [row.send for row in step.rows]
    if reads_member(step.when) and not _may_read(messages, subject, rules):
        return Outcome.PROFILING
    return None if rules.judge(step.when, facts) else Outcome.CONDITION


def _may_read(messages: Sequence[str] | frozenset[str], subject: Subject, rules: Rules) -> bool:
    """True when what the member is may choose these messages for them."""
    known = [rules.reach.messages[each] for each in messages if each in rules.reach.messages]
    return profiled(subject, rules.reach) or (bool(known) and not any(map(needs_consent, known)))


def _holds(trigger: Trigger, event: Event, subject: Subject, rules: Rules) -> bool:
    if not trigger.when:
        return True
    facts: dict[str, object] = {"member": subject.facts, "occasion": event.occasion.facts()}
    if event.activity is not None:
        facts["activity"] = event.activity
    return rules.judge(trigger.when, facts)
