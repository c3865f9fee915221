"""All that is kept of a member as a zip, by the token alone."""

import io
import json
import zipfile
from collections.abc import Callable

import httpx
import pytest

from gateway.http import export_archive
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]


async def ask(client: Client, **body: str) -> httpx.Response:
    return await client.http.post("/export", json=body, headers=client.headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def test_a_copy_has_each_page_of_each_service_and_an_index_in_two_languages(
    as_: As, backend: FakeBackend
) -> None:
    answer = await ask(as_())
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    lines = {name: archive.read(name).decode().splitlines() for name in archive.namelist()}
    index = "".join(lines.pop("index.html"))
    # The fakes tell the first part on both of their pages.
    assert {name: len(some) for name, some in lines.items()} == {
        "members/profile.jsonl": 2,
        "members/activities.jsonl": 1,
        "points/postings.jsonl": 2,
        "feedback/items.jsonl": 2,
    }
    assert json.loads(lines["members/profile.jsonl"][0]) == {"of": member_id(2)}
    assert "积分明细 · Entries of points" in index
    assert backend.calls["ExportMember"] == 6
    assert {caller.member_id for _, caller, _ in backend.requests} == {member_id(2)}


async def test_others_get_nothing_and_operators_name_member_and_reason(
    as_: As, backend: FakeBackend
) -> None:
    ann = as_()
    assert code(await ask(Client(ann.http, {}))) == (401, "UNAUTHENTICATED")
    assert code(await ask(ann, memberId=member_id(3))) == (403, "PERMISSION_DENIED")
    assert not backend.requests
    desk = as_("operator")
    assert (await ask(desk, reason="by letter")).status_code == 400
    assert (await ask(desk, memberId=member_id(3), reason="by letter")).status_code == 200
    assert backend.requests[0][2].reason == "by letter"
    assert code(await ask(desk, memberId=member_id(9999), reason="x")) == (404, "MEMBER_NOT_FOUND")
    for body in (b"[]", b"{", b'{"memberId": 3}', b"x" * 5_000):
        answer = await ann.http.post("/export", content=body, headers=ann.headers)
        assert 400 <= answer.status_code < 500


async def test_an_archive_beyond_its_limit_is_refused_by_a_code(
    as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_archive, "BYTES_MAX", 60)
    assert code(await ask(as_())) == (409, "EXPORT_TOO_LARGE")
