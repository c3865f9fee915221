"""An answer has the type that the client weighs most; a stream only where it has to be one."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from gateway.app import Gateway
from gateway.http.accepting import EVENT_STREAM, GRAPHQL_RESPONSE, JSON, accepted_by
from tests.gateway.event_streams import POINTS, open_stream
from tests.gateway.queries import CARD

URQL = f"{GRAPHQL_RESPONSE}, application/graphql+json, {JSON}, {EVENT_STREAM}, multipart/mixed"
"""urql's own default (@urql/core 5)."""


@pytest.mark.parametrize(
    ("accept", "content_type", "names_stream", "only_stream"),
    [
        ("", JSON, False, False),
        ("*/*", JSON, False, False),
        ("application/*", JSON, False, False),
        ("text/html", JSON, False, False),
        (JSON, JSON, False, False),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE, False, False),
        (f"{JSON}, {GRAPHQL_RESPONSE}", JSON, False, False),
        (f"{GRAPHQL_RESPONSE}, {JSON}", GRAPHQL_RESPONSE, False, False),
        (f"{GRAPHQL_RESPONSE};q=0.5, {JSON}", JSON, False, False),
        (f"{JSON};q=0.5, {GRAPHQL_RESPONSE}; q=0.9", GRAPHQL_RESPONSE, False, False),
        (f"*/*, {GRAPHQL_RESPONSE}", GRAPHQL_RESPONSE, False, False),
        (f"{GRAPHQL_RESPONSE};q=0, {JSON}", JSON, False, False),
        (EVENT_STREAM, JSON, True, True),
        (EVENT_STREAM.upper(), JSON, True, True),
        ("text/*", JSON, True, True),
        (f"{EVENT_STREAM}, {JSON};q=0", JSON, True, True),
        (f"{EVENT_STREAM}, text/html", JSON, True, True),
        (f"{EVENT_STREAM}, */*;q=0.1", JSON, True, False),
        (f"{EVENT_STREAM}, {JSON}", JSON, True, False),
        (f"{EVENT_STREAM};q=0, {JSON}", JSON, False, False),
        (f"{EVENT_STREAM};q=0", JSON, False, False),
        (f"{EVENT_STREAM};q=nonsense", JSON, False, False),
        (URQL, GRAPHQL_RESPONSE, True, False),
        ("x-" + EVENT_STREAM, JSON, False, False),
        (",;,q=1;;" + "a" * 20_000, JSON, False, False),
    ],
)
def test_types_are_weighed(
    accept: str, content_type: str, names_stream: bool, only_stream: bool
) -> None:
    assert accepted_by(accept) == (content_type, names_stream, only_stream)


async def test_forty_plain_queries_of_urql_are_answered_at_once(
    http: httpx.AsyncClient, gateway: Gateway, token: Callable[..., str]
) -> None:
    headers = {"authorization": f"Bearer {token()}", "accept": URQL}
    answers = await asyncio.gather(
        *(http.post("/graphql", json={"query": CARD}, headers=headers) for _ in range(40))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["content-type"] for answer in answers} == {GRAPHQL_RESPONSE}
    assert all(answer.json()["data"]["me"]["name"] == "tea 2" for answer in answers)
    assert not gateway.streams._callers


async def test_a_subscription_of_urql_is_answered_by_a_stream(
    url: str, token: Callable[..., str]
) -> None:
    async with open_stream(url, token(), accept=URQL) as stream:
        assert stream.response.headers["content-type"].startswith(EVENT_STREAM)
        assert (await stream.event())[0] == "next"


async def test_a_subscription_without_a_stream_is_refused(
    http: httpx.AsyncClient, token: Callable[..., str]
) -> None:
    headers = {"authorization": f"Bearer {token()}", "accept": f"{JSON}, {EVENT_STREAM};q=0"}
    answer = await http.post("/graphql", json={"query": POINTS}, headers=headers)
    assert answer.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_an_invalid_document_is_answered_by_json_where_that_is_accepted(
    http: httpx.AsyncClient, token: Callable[..., str]
) -> None:
    headers = {"authorization": f"Bearer {token()}", "accept": URQL}
    answer = await http.post("/graphql", json={"query": "subscription {"}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
