"""What a brand may write wrong about feedback, beyond its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats

BUSINESS = "business"
CLOCKS = ("first_response", "next_response", "resolution", "follow_up")
USUALLY = ("resolution", "follow_up")
"""The clocks that count in business hours where the programme has some and says nothing else."""
WEEKS_MAX = 52


def feedback_contradictions(feedback: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    yield from repeats(feedback["topics"], ("feedback", "topics"))
    yield from _answers(feedback)
    for i, route in enumerate(feedback["routing"]):
        if route["priority"] not in feedback["clocks"]:
            yield (
                ("feedback", "routing", i, "priority"),
                f"{route['priority']} has no clock under feedback.clocks",
            )
    yield from _clocks(feedback)
    yield from _escalation(feedback.get("escalation", ()))
    yield from _teams(feedback)
    if "business_hours" in feedback:
        yield from _business_hours(feedback["business_hours"], ("feedback", "business_hours"))


def _answers(feedback: Mapping[str, Any]) -> Problems:
    answers = feedback.get("answers", ())
    yield from repeats(answers, ("feedback", "answers"))
    known = [topic["code"] for topic in feedback["topics"]]
    for i, answer in enumerate(answers):
        for n, topic in enumerate(answer.get("topics", ())):
            if topic not in known:
                told = f"{topic} is not among the topics: {', '.join(known) or 'none'}"
                yield ("feedback", "answers", i, "topics", n), told


def _clocks(feedback: Mapping[str, Any]) -> Problems:
    hours = feedback.get("business_hours")
    weekly = 0 if hours is None else sum(map(_weekly_minutes, hours["week"]))
    for priority, clock in feedback["clocks"].items():
        at: Path = ("feedback", "clocks", priority)
        said = clock.get("hours", {})
        written = said.values() if isinstance(said, Mapping) else [said]
        if hours is None and BUSINESS in written:
            yield (*at, "hours"), "there are no business_hours to count in: add them"
        for kind in CLOCKS if hours is not None else ():
            of_kind = said.get(kind) if isinstance(said, Mapping) else said
            in_business = (of_kind or (BUSINESS if kind in USUALLY else "")) == BUSINESS
            minutes = clock.get(f"{kind}_minutes", 0)
            if in_business and minutes > WEEKS_MAX * weekly:
                told = f"is more than a year: a week has {weekly} minutes of business"
                yield (*at, f"{kind}_minutes"), told


def _weekly_minutes(opening: Mapping[str, Any]) -> int:
    start, end = (_minute(opening[key]) for key in ("from", "until"))
    return len(opening["days"]) * max(0, end - start)


def _minute(wall_clock: str) -> int:
    hour, minute = wall_clock.split(":")
    return int(hour) * 60 + int(minute)


def _teams(feedback: Mapping[str, Any]) -> Problems:
    teams = feedback.get("teams")
    if teams is None:
        return
    yield from repeats(teams, ("feedback", "teams"))
    known = [team["code"] for team in teams]
    named: list[tuple[Path, str]]
    named = [(("routing", i, "team"), each["team"]) for i, each in enumerate(feedback["routing"])]
    named += [
        (("escalation", i, "team"), step["team"])
        for i, step in enumerate(feedback.get("escalation", ()))
        if "team" in step
    ]
    if "crisis" in feedback:
        named.append((("crisis", "team"), feedback["crisis"]["team"]))
    for place, team in named:
        if team not in known:
            yield ("feedback", *place), f"{team} is not among the teams: {', '.join(known)}"
    for i, team in enumerate(teams):
        if team.get("assign") == "least_load" and not team.get("people"):
            yield ("feedback", "teams", i, "people"), "nobody to assign items to: name people"


def _escalation(steps: Sequence[Mapping[str, Any]]) -> Problems:
    for i, (earlier, later) in enumerate(pairwise(steps), start=1):
        if later["after_minutes"] <= earlier["after_minutes"]:
            told = f"must be after {earlier['after_minutes']}, the step before"
            yield ("feedback", "escalation", i, "after_minutes"), told


def _business_hours(hours: Mapping[str, Any], at: Path) -> Problems:
    yield from _openings(hours["week"], (*at, "week"))
    opened: set[str] = set()
    for i, day in enumerate(hours.get("open_days", ())):
        place = (*at, "open_days", i)
        if day["date"] in hours.get("closed_days", ()):
            yield (*place, "date"), f"{day['date']} is among the closed days too"
        if day["date"] in opened:
            yield (*place, "date"), f"{day['date']} stands here twice: name all its openings once"
        opened.add(day["date"])
        yield from _openings(day.get("hours", ()), (*place, "hours"))


def _openings(openings: Sequence[Mapping[str, Any]], at: Path) -> Problems:
    """Openings that end before they begin, or overlap on one day."""
    by_day: dict[int, list[tuple[str, str, int]]] = {}
    for i, opening in enumerate(openings):
        if opening["until"] <= opening["from"]:
            told = f"must be after {opening['from']}; a night is two openings, with 24:00 and 00:00"
            yield (*at, i, "until"), told
        for day in opening.get("days", (0,)):
            by_day.setdefault(day, []).append((opening["from"], opening["until"], i))
    yield from _overlaps(by_day, at)


def _overlaps(by_day: Mapping[int, list[tuple[str, str, int]]], at: Path) -> Iterator[Any]:
    found = {
        later[2]: earlier
        for of_day in by_day.values()
        for earlier, later in pairwise(sorted(of_day))
        if later[0] < earlier[1]
    }
    for i, (start, end, _) in sorted(found.items()):
        yield (*at, i, "from"), f"overlaps the opening {start}-{end} of the same day"
