"""What a brand may write wrong about surveys, beyond their schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats

SCORES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
RATING = (1, 5)
WITH_OPTIONS = frozenset({"choice", "choices"})


def survey_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section and with the others, in a document that fits the schema."""
    surveys = document.get("surveys", ())
    yield from repeats(surveys, ("surveys",))
    for i, survey in enumerate(surveys):
        at: Path = ("surveys", i)
        if survey.get("opens", "") > survey.get("closes", "9999"):
            yield (*at, "closes"), f"is before the first day, {survey['opens']}"
        yield from _trigger(survey["trigger"], (*at, "trigger"))
        yield from repeats(survey["questions"], (*at, "questions"))
        for j, question in enumerate(survey["questions"]):
            here: Path = (*at, "questions", j)
            yield from _question(survey["kind"], question, j, here)
            if "show_when" in question:
                earlier = survey["questions"][:j]
                yield from _show_when(survey["kind"], question, earlier, here)


def _trigger(trigger: Mapping[str, Any], at: Path) -> Problems:
    if (trigger["on"] == "occasion") != ("occasions" in trigger):
        yield at, "occasions stand where, and only where, it is on: occasion"
    if "day" in trigger and trigger["on"] != "schedule":
        yield (*at, "day"), "only a schedule has a day"


def _question(survey: str, question: Mapping[str, Any], place: int, at: Path) -> Iterator[Any]:
    kind = question["kind"]
    if (kind == "score") != (place == 0 and survey in SCORES):
        told = "the first question asks for the score" if place == 0 else "only the first one does"
        yield (*at, "kind"), f"of nps, csat and ces {told}; a form has none"
    if kind == "score" and not question.get("required", True):
        yield (*at, "required"), "a score is required"
    if kind == "score" and "show_when" in question:
        yield (*at, "show_when"), "a score is always shown"
    if (kind in WITH_OPTIONS) != ("options" in question):
        yield (*at, "options"), "stand where, and only where, it is a choice or choices"
    yield from repeats(question.get("options", ()), (*at, "options"))
    if "characters_max" in question and kind != "text":
        yield (*at, "characters_max"), "only a text has characters"


def _show_when(
    survey: str, question: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], at: Path
) -> Problems:
    rule = question["show_when"]
    named = {each["code"]: each for each in earlier}
    if rule["question"] not in named:
        known = ", ".join(named) or "none"
        yield (*at, "show_when", "question"), f"must be an earlier question: {known}"
        return
    asked = named[rule["question"]]
    options = [each["code"] for each in asked.get("options", ())]
    for code in rule.get("any_of", ()):
        if code not in options:
            told = f"{code} is no option of {asked['code']}: {', '.join(options) or 'it has none'}"
            yield (*at, "show_when", "any_of"), told
    bounds = {"score": SCORES.get(survey), "rating": RATING}.get(asked["kind"])
    for name in ("at_least", "at_most"):
        if name in rule and bounds is None:
            yield (*at, "show_when", name), f"{asked['code']} asks for no number"
        elif name in rule and bounds is not None and not bounds[0] <= rule[name] <= bounds[1]:
            yield (*at, "show_when", name), f"must be from {bounds[0]} to {bounds[1]}"
    if rule.get("at_least", 0) > rule.get("at_most", 10):
        yield (*at, "show_when", "at_most"), f"must not be below at_least, {rule['at_least']}"
