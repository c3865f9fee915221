"""What a good programme holds, counted, and what its author may not have meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import Path


def counts(document: Mapping[str, Any]) -> dict[str, int]:
    """By the name of a thing, in the order of a file. For a document with its defaults."""
    ladders, earning = document["ladders"], document["earning"]
    feedback = document["feedback"]
    return {
        "assets": len(document["assets"]),
        "ladders": len(ladders),
        "tiers": sum(len(ladder["tiers"]) for ladder in ladders),
        "earning rules": len(earning["rules"]),
        "campaigns": len(earning["campaigns"]),
        "rewards": len(document["rewards"]["items"]),
        "feedback topics": len(feedback["topics"]),
        "routing rules": len(feedback["routing"]),
    }


def warnings(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """What can be published and is seldom meant. For a document with its defaults."""
    if "brand" not in document:
        yield (), "names no brand: with `brand: …` it can't be published for another one"
    if not document["earning"]["rules"]:
        yield ("earning", "rules"), "without a rule nobody earns anything"
    if not document["ladders"]:
        yield ("ladders",), "without a ladder nobody has a tier"
    yield from _feedback(document["feedback"])


def _feedback(feedback: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    at: Path = ("feedback", "clocks")
    for priority, clock in feedback["clocks"].items():
        if clock["first_response_minutes"] == 0 and "received" not in feedback["messages"]:
            told = "0 without a message `received`: a person has to answer at once"
            yield (*at, priority, "first_response_minutes"), told
    named = {category["code"] for category in feedback.get("categories", ())}
    for i, route in enumerate(feedback["routing"]):
        if named and route["category"] not in named:
            told = f"{route['category']} has no name under feedback.categories"
            yield ("feedback", "routing", i, "category"), told
