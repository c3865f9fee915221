"""The benchmark's queries are valid in the gateway's schema."""

import pytest
from graphql import parse, validate

from bench import cards
from gateway.execution.executor import make_schema


@pytest.mark.parametrize("document", [cards.CARD, cards.CARDS])
def test_the_documents_are_valid(document: str) -> None:
    assert validate(make_schema(development=False)._schema, parse(document)) == []


def test_a_card_is_counted_by_its_values() -> None:
    assert len(list(cards.values({"id": "a", "tier": {"code": "b"}, "edges": [{"x": 1}]}))) == 5
