"""`import FILE`: members come from a file, each once, whatever happens meanwhile."""

import argparse
import asyncio
import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.common import cache
from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.context import MembersContext
from services.members.identities.commands import enrolment
from services.members.imports.api import command_line
from services.members.imports.commands import importing
from services.members.unit_of_work import MembersStore
from services.members.wiring import Settings, context_in
from tests.component.audited import entries
from tests.component.members.conftest import Members
from tests.component.members.referral.test_referrals import PENDING, code_of, made
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

Line = dict[str, str]


class Desk:
    """An operator at a shell."""

    def __init__(self, ctx: MembersContext[MembersStore], folder: Path) -> None:
        self.ctx, self.folder = ctx, folder

    async def load(self, text: str, *, codec: str = "utf-8", **said: Any) -> tuple[int, list[Line]]:
        """The code and the lines of results."""
        file = self.folder / "members.csv"
        file.write_bytes(text.encode(codec))
        out, told = StringIO(), StringIO()
        asked = {"channel": "crm", "id": "", "encoding": None, "format": None, "results": None}
        named = argparse.Namespace(
            **{**asked, "check": False, "by": "bob", "brand": "tea", "file": file, **said}
        )
        code = await command_line.run(self.ctx, named, out, told)
        self.told = told.getvalue()
        return code, list(csv.DictReader(out.getvalue().splitlines()))


@pytest.fixture
async def desk(bare: Members, db: Database, redis_url: str, keys_dir: Path, tmp_path: Path) -> Desk:
    await bare.publish("tea", (PROGRAMMES / "tea.yaml").read_text("utf-8"))
    settings = Settings(keys_dir=keys_dir, environment="development")
    return Desk(context_in(settings, db, cache.connect(redis_url), bare.clock), tmp_path)


FILE = (
    "手机号,姓名,生日,历法,性别,城市,来源,会员卡号,同意,同意时间,入会时间\n"
    "13900000001,张三,1990年5月4日,,女,上海,旧系统,C-1,marketing/sms@2026-01,2026-01-31,2019-03-05\n"
    "1.39E+10,李四,,,,,,,,,\n"
    "13900000003,王五,8-15,农历,,,,,,,\n"
    "13900000003,王五,,,,,,C-3,,,\n"
    "139,赵六,,,,,,,,,\n"
    "13900000006,=HYPERLINK(1),13-45,,,,,,,,\n"
    "13900000007,孙七,,,,,,,marketing@1999,2026-01-31,\n"
    "13900000008,周八,,,,,,,marketing/sms@2026-01,,\n"
)
STATES = ["created", "refused", "created", "found", *["refused"] * 4]


async def test_rows_of_a_file_become_members_once(bare: Members, desk: Desk, db: Database) -> None:
    code, lines = await desk.load(FILE, codec="gbk")
    assert code == command_line.SOME_REFUSED
    assert [line["state"] for line in lines] == STATES, lines
    assert [(line["line"], line["reason"], line["column"]) for line in lines if line["reason"]] == [
        ("3", "IMPORT_NUMBER_SHORTENED", "phone"),
        ("6", "PHONE_INVALID", "phone"),
        ("7", "INVALID_ARGUMENT", "birthday"),
        ("8", "CONSENT_VERSION_UNKNOWN", "consents"),
        ("9", "INVALID_ARGUMENT", "consent_time"),
    ]
    # Nothing of a row is repeated, so nothing of it runs in a spreadsheet.
    assert "HYPERLINK" not in str(lines)
    assert "139" not in str([line["message"] for line in lines])
    first, third = lines[0]["member_id"], lines[2]["member_id"]
    assert lines[3]["member_id"] == third
    shown = await bare.card(first)
    assert shown.origin.source == "旧系统"
    assert shown.profile.address.city
    assert shown.create_time.ToJsonString() == "2019-03-04T16:00:00Z"
    [member] = (await desk.ctx.store.identities.members("tea", [first])).values()
    assert (member.profile.name, member.profile.birthday) == ("张三", "1990-05-04")
    assert [identity.value for identity in member.identities] == ["+8613900000001", "C-1"]
    [lunar] = (await desk.ctx.store.identities.members("tea", [third])).values()
    assert (lunar.profile.birthday, len(lunar.identities)) == ("L08-15", 2)
    kept = await desk.ctx.store.consents.declarations("tea", first, before="", size=5)
    assert [
        (each.said.declaration.version, each.said.declaration.at.isoformat()) for each in kept
    ] == [("2026-01", "2026-01-30T16:00:00+00:00")]
    # The jobs tell facts and stages of the new members meanwhile.
    by_rows = {"type": {"$nin": ["facts_changed", "stage_entered"]}}
    before = await db["members"].count_documents({}), await db["events"].count_documents(by_rows)
    newest = (await entries(bare.channel(Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE))))[
        0
    ]
    assert (newest.action, newest.subject) == ("members.Members.BatchEnrolMembers", "bob")

    # Loaded again, each row answers as it did, and nothing is written.
    code, again = await desk.load(FILE, codec="gbk")
    assert again == lines
    after = await db["members"].count_documents({}), await db["events"].count_documents(by_rows)
    assert after == before


async def test_an_invite_code_in_a_file_counts_once(bare: Members, desk: Desk) -> None:
    inviter = await bare.enrol()
    code = await code_of(bare, inviter)
    text = f"手机号,邀请码\n13900000001,{code}\n13900000002,AAAAAAAA\n"
    for _ in range(2):
        status, lines = await desk.load(text)
        assert status == 0
        assert [(each["state"], each["reason"], each["column"]) for each in lines] == [
            ("created", "", ""),
            ("created", "INVITE_CODE_UNKNOWN", "invite_code"),
        ]
        [referral] = await made(bare, inviter)
        assert (referral.state, referral.invitee_id) == (PENDING, lines[0]["member_id"])


async def test_a_file_that_cannot_be_read_does_nothing(desk: Desk, db: Database) -> None:
    rows = "".join(f"139000{number:05}\n" for number in range(1_200))
    for text, said in (
        (f"phone,shoe\n{rows}", "shoe"),
        (f'phone\n{rows}"1390', "never closes"),
        ("姓名\n张三\n", "one of the columns"),
    ):
        code, lines = await desk.load(text)
        assert (code, lines) == (command_line.UNREADABLE, [])
        assert said in desk.told
    code, lines = await desk.load(f"phone\n{rows}", check=True)
    assert (code, lines) == (0, [])
    assert "1200 rows, utf8" in desk.told
    assert await db["members"].count_documents({}) == 0


async def test_an_import_that_was_killed_goes_on(
    bare: Members, desk: Desk, db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command_line, "ROWS_AT_ONCE", 50)
    text = "phone,card\n" + "".join(f"139000{n:05},'{n}\n" for n in range(130))
    real, calls = enrolment.enrol, 0

    async def killed(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        answer = await real(*arguments)
        if calls == 2:
            raise asyncio.CancelledError  # after the transaction, before its results are written
        return answer

    monkeypatch.setattr(importing, "enrol", killed)
    with pytest.raises(asyncio.CancelledError):
        await desk.load(text)
    assert await db["members"].count_documents({}) == 100
    results = tmp_path / "results.csv"
    code, _ = await desk.load(text, results=results)
    assert code == 0
    with results.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert [line["state"] for line in lines] == ["created"] * 130
    assert await db["members"].count_documents({}) == 130
    assert await db["identities"].count_documents({}) == 260
    # Under the same id another file takes no effect where a row has other content.
    code, lines = await desk.load("phone\n13900000001\n", id="july")
    assert code == 0
    code, [line] = await desk.load("phone\n13900000002\n", id="july")
    assert (code, line["reason"]) == (command_line.SOME_REFUSED, "REQUEST_ID_REUSED")
    # A clock that is ahead counts as ours, and the file is the same whenever it is sent.
    ahead = (bare.clock.now() + timedelta(minutes=4)).isoformat()
    text = f"手机号,入会时间\n13900000999,{ahead}\n"
    code, [first] = await desk.load(text, id="ahead")
    assert (code, first["state"]) == (0, "created")
    bare.clock.advance(timedelta(minutes=1))
    assert await desk.load(text, id="ahead") == (0, [first])
