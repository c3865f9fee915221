"""A member's month as a file: JSON and PDF, by the token alone."""

import base64
import re
import zlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from gateway.http import statements
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]


async def get(client: Client, name: str, **params: str) -> httpx.Response:
    return await client.http.get(f"/statements/{name}", params=params, headers=client.headers)


def written(pdf: bytes) -> str:
    """What the pages of a PDF show, as far as it is Latin."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    pages = [zlib.decompress(base64.a85decode(s.strip().removesuffix(b"~>"))) for s in streams]
    return b"\n".join(pages).decode("latin-1")


async def test_a_month_is_told_from_its_first_entry_with_balances_and_what_expires(
    as_: As, backend: FakeBackend
) -> None:
    answer = await get(as_(), "2026-03.json", lang="en")
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, Any] = answer.json()
    assert (told["memberId"], told["opening"], told["closing"]) == (member_id(2), 10, 14)
    assert told["lines"][0] == {"kind": "EARN", "name": "Points earned", "amount": 7, "count": 2}
    assert [each["balanceAfter"] for each in told["entries"]] == [100, 200, 300]
    assert told["entries"][0]["at"].endswith("+08:00")
    assert (told["timeZone"], told["entriesLeftOut"]) == ("Asia/Shanghai", 0)
    assert told["expiring"]
    callers = {caller.member_id for _, caller, _ in backend.requests}
    assert callers == {member_id(2)}


async def test_a_file_reads_page_after_page_up_to_its_limit(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.statement_entries = 250
    told = (await get(as_(), "2026-03.json")).json()
    assert len(told["entries"]) == 250
    assert told["entries"][0]["balanceAfter"] == 100
    assert backend.calls["GetStatement"] == 3
    monkeypatch.setattr(statements, "ENTRIES_MAX", 200)
    told = (await get(as_(), "2026-03.json")).json()
    assert (len(told["entries"]), told["entries"][-1]["balanceAfter"]) == (200, 25_000)


async def test_a_pdf_shows_the_same_in_the_language_that_is_asked_for(
    as_: As, backend: FakeBackend
) -> None:
    answer = await get(as_(), "2026-03.pdf", lang="en")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="statement-2026-03.pdf"' in answer.headers["content-disposition"]
    shown = written(answer.content)
    for text in ("Points statement", "Opening balance", "Closing balance", "+7", "Page 1"):
        assert text in shown
    assert b"STSong-Light" not in answer.content
    backend.statement_entries = 60
    chinese = (await get(as_(), "2026-03.pdf", lang="zh")).content
    assert b"STSong-Light" in chinese
    assert len(re.findall(rb"/Type /Page\b(?!s)", chinese)) > 1


async def test_others_and_wrong_names_are_refused(as_: As, backend: FakeBackend) -> None:
    ann = as_()
    assert (await get(Client(ann.http, {}), "2026-03.pdf")).status_code == 401
    refused = await get(ann, "2026-03.pdf", memberId=member_id(3))
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
        403,
        "PERMISSION_DENIED",
    )
    assert not backend.requests
    for name in ("2026-3.pdf", "2026-03.exe", "..%2f2026-03.pdf"):
        assert (await get(ann, name)).status_code == 404
    desk = as_("operator")
    assert (await get(desk, "2026-03.json")).status_code == 400
    assert (await get(desk, "2026-03.json", memberId=member_id(3))).json()["memberId"] == member_id(
        3
    )
    assert (await get(desk, "2026-03.json", memberId=member_id(9999))).status_code == 404
