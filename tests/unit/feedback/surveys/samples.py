"""Surveys as the tests of this folder start from."""

from typing import Any

from services.feedback.programme.domain import Publication, programme_of
from services.feedback.surveys.domain.section import Survey, surveys
from tests.example_programmes import example


def survey(code: str, brand: str = "tea", **changed: Any) -> Survey:
    """A survey of an example programme, with other fields."""
    document = example(brand)
    document["surveys"] = [
        {**each, **changed} if each["code"] == code else each for each in document["surveys"]
    ]
    return surveys(programme_of(Publication(brand, "1", document)))[code]
