"""The queries of the gateway's benchmark: one member's card, and fifty in one query."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.load import post
from bench.stub_services import MEMBERS, member_id
from deploy.local.tokens import OPERATOR_SCOPES
from services.common.auth import GATEWAY_AUDIENCE, Caller, Role, TokenIssuer

DOCUMENTS = Path(__file__).parent / "documents"
CARD = (DOCUMENTS / "card.graphql").read_text("utf-8")
CARDS = (DOCUMENTS / "cards.graphql").read_text("utf-8")
FIELDS = 31
"""Values in the answer for one card: objects and leaves, without the root field."""
LIST_SIZE = 50

BRAND = "tea"
TOKEN_TTL = timedelta(hours=1)
CARD_REQUESTS = 5_000
LIST_REQUESTS = 300
OWN_REQUESTS = 1_000

PATH = "/graphql"


class Requests:
    """Requests made in advance, with members at random; the same for every server."""

    def __init__(self, keys_dir: Path) -> None:
        self._issuer = TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE)
        self._operator = self._bearer(Caller(BRAND, "bench", Role.OPERATOR, scopes=OPERATOR_SCOPES))

    def card(self, index: int) -> bytes:
        """One card, queried by an operator."""
        return _card(index, self._operator)

    def cards(self, indexes: list[int]) -> bytes:
        """Many cards in one query, by an operator."""
        ids = [member_id(index) for index in indexes]
        return post(PATH, {"query": CARDS, "variables": {"ids": ids}}, self._operator)

    def at_random(self) -> list[bytes]:
        """Requests for one card each. All staff are one caller, so keys are gathered."""
        return [self.card(random.randrange(MEMBERS)) for _ in range(CARD_REQUESTS)]

    def lists_at_random(self) -> list[bytes]:
        """Requests for fifty cards each."""
        return [self.cards(random.sample(range(MEMBERS), LIST_SIZE)) for _ in range(LIST_REQUESTS)]

    def own_at_random(self) -> list[bytes]:
        """Requests of members for their own card: every request has another caller."""
        return [
            _card(index, self._bearer(_as_member(index)))
            for index in random.sample(range(MEMBERS), OWN_REQUESTS)
        ]

    def _bearer(self, caller: Caller) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._issuer.mint(caller, TOKEN_TTL)}"}


def values(card: Any) -> Iterator[Any]:
    """Each value that a resolver must return for the fields of `card`."""
    if isinstance(card, list):
        for each in card:
            yield from values(each)
    elif isinstance(card, dict):
        for value in card.values():
            yield value
            yield from values(value)


def _card(index: int, headers: dict[str, str]) -> bytes:
    return post(PATH, {"query": CARD, "variables": {"id": member_id(index)}}, headers)


def _as_member(index: int) -> Caller:
    identifier = member_id(index)
    return Caller(brand=BRAND, subject=identifier, role=Role.MEMBER, member_id=identifier)
