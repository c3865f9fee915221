"""Member files: checked at the upload, carried out in the background, each row once."""

from datetime import timedelta
from typing import Any

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.imports.api import member_files as member_files_api
from services.members.imports.commands import member_files
from services.members.imports.domain import member_file
from services.members.imports.storage import MongoMemberFilesUnit
from tessera.members.v1 import member_files_pb2 as pb
from tessera.members.v1 import member_files_pb2_grpc, members_pb2, privacy_pb2, privacy_pb2_grpc
from tests.component.members.conftest import CARD, Members, refused, until
from tests.component.members.referral.test_referrals import PENDING, REFUSED, code_of, made
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

FILE = (
    "手机号,姓名,生日\n13900000001,张三,1990年5月4日\n139,李四,\n1.39E+10,赵六,\n"
    "13900000003,王五,\n13900000001,张三,\n"
)
COLLECTIONS = ("members", "events", "member_file_pieces", "member_keys")


class Desk:
    """An operator with files of members."""

    def __init__(self, members: Members, db: Database) -> None:
        self.members, self.db = members, db
        self.stub = self.as_("tea")

    def as_(self, brand: str) -> "member_files_pb2_grpc.MemberFilesAsyncStub":
        caller = Caller(brand, "ann", Role.OPERATOR, None, EVERY_SCOPE)
        return member_files_pb2_grpc.MemberFilesStub(self.members.channel(caller))

    async def upload(self, text: str, id_: str = "u1") -> pb.UploadMemberFileResponse:
        content = text.encode("gbk")
        asked = pb.UploadMemberFileRequest(request_id=id_, content=content, name="may.csv")
        return await self.stub.UploadMemberFile(asked)

    async def start(self, file_id: str, id_: str = "s1") -> pb.StartMemberFileResponse:
        asked = pb.StartMemberFileRequest(request_id=id_, file_id=file_id)
        return await self.stub.StartMemberFile(asked)

    async def get(self, file_id: str) -> pb.MemberFile:
        return (await self.stub.GetMemberFile(pb.GetMemberFileRequest(file_id=file_id))).file

    async def ended(self, file_id: str) -> pb.MemberFile:
        async def is_over() -> bool:
            return (await self.get(file_id)).HasField("end_time")

        await until(is_over)
        return await self.get(file_id)

    async def rows(self, file_id: str) -> list[pb.MemberFileRow]:
        found, asked = list[pb.MemberFileRow](), pb.ListMemberFileRowsRequest(file_id=file_id)
        while True:
            told = await self.stub.ListMemberFileRows(asked)
            found += told.rows
            if not told.next_page_token:
                return found
            asked.page_token = told.next_page_token

    async def counts(self) -> dict[str, int]:
        return {name: await self.db[name].count_documents({}) for name in COLLECTIONS}


@pytest.fixture
async def desk(bare: Members, db: Database) -> Desk:
    await bare.publish("tea", (PROGRAMMES / "tea.yaml").read_text("utf-8"))
    return Desk(bare, db)


async def test_a_file_is_checked_then_carried_out_once(desk: Desk) -> None:
    bad = await refused(desk.upload("手机号,鞋\n13900000001,41\n", "bad"))
    assert (bad.reason, bad.metadata["line"]) == ("IMPORT_FILE_INVALID", "1")
    before = await desk.counts()
    told = await desk.upload(FILE)
    file = told.file
    assert (file.rows, file.refused_when_checked, file.encoding) == (5, 2, "gbk")
    assert file.state == pb.MEMBER_FILE_STATE_READY
    assert [(row.line, row.refusal, row.column) for row in file.first_refusals] == [
        (3, "PHONE_INVALID", "phone"),
        (4, "IMPORT_NUMBER_SHORTENED", "phone"),
    ]
    assert (await desk.upload(FILE)).replayed
    assert (await refused(desk.upload(FILE + "13900000009,,\n"))).reason == "REQUEST_ID_REUSED"
    after = await desk.counts()
    assert (after["members"], after["events"]) == (before["members"], before["events"])
    # What waits is noise, and refused rows are not kept at all.
    kept = str(await desk.db["member_file_pieces"].find({}).to_list(None))
    assert "13900000001" not in kept
    assert "张三" not in kept
    assert len([row for row in _waiting(kept) if row]) == 3

    other = desk.as_("retail")
    unknown = other.GetMemberFile(pb.GetMemberFileRequest(file_id=file.id))
    assert (await refused(unknown)).reason == "MEMBER_FILE_NOT_FOUND"
    started = await desk.start(file.id)
    assert (started.file.started_by, started.replayed) == ("ann", False)
    done = await desk.ended(file.id)
    assert (done.created, done.found, done.refused) == (2, 1, 2)
    assert done.state == pb.MEMBER_FILE_STATE_DONE
    assert (await desk.start(file.id)).replayed
    assert (await refused(desk.start(file.id, "s2"))).reason == "MEMBER_FILE_ENDED"
    rows = await desk.rows(file.id)
    assert [row.line for row in rows] == [2, 3, 4, 5, 6]
    assert rows[0].member_id == rows[4].member_id
    # Nothing of a row is left: neither the row, nor the key that opened it.
    [piece] = await desk.db["member_file_pieces"].find({}).to_list(None)
    assert "rows" not in piece
    assert await desk.db["member_keys"].find_one({"_id": file.id}) is None
    listed = await desk.stub.ListMemberFiles(pb.ListMemberFilesRequest())
    assert [each.id for each in listed.files] == [file.id]


def _waiting(kept: str) -> list[str]:
    return kept.split("'sealed': b")[1:]


async def test_an_invite_code_counts_and_what_stops_it_is_told_of_the_row(desk: Desk) -> None:
    inviter = await desk.members.enrol()
    code = await code_of(desk.members, inviter)
    head = "手机号,姓名,邀请码\n"
    lines = (f"13900000001,张三,{code}", "13900000002,李四,", "13900000003,王五,AAAAAAAA")
    file = (await desk.upload(head + "\n".join([*lines, f"13900000002,李四,{code}"]))).file
    await desk.start(file.id)
    done = await desk.ended(file.id)
    assert (done.created, done.found, done.refused) == (3, 1, 0)
    rows = await desk.rows(file.id)
    assert [(row.refusal, row.column) for row in rows] == [
        ("", ""),
        ("", ""),
        ("INVITE_CODE_UNKNOWN", "invite_code"),
        ("INVITEE_NOT_NEW", "invite_code"),
    ]
    assert all(row.member_id for row in rows)
    states = {each.invitee_id: each.state for each in await made(desk.members, inviter)}
    assert states == {rows[0].member_id: PENDING, rows[1].member_id: REFUSED}


async def test_a_worker_that_died_leaves_a_piece_that_is_done_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = MongoMemberFilesUnit.put_results, 0

    async def dying(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        await real(*arguments)
        if calls in (1, 3):
            # Another worker goes on later: the clock has gone past what the first one saw.
            desk.members.clock.advance(timedelta(minutes=1))
            raise RuntimeError("13900000000")

    monkeypatch.setattr(MongoMemberFilesUnit, "put_results", dying)
    for module in (member_files, member_files_api):
        monkeypatch.setattr(module, "ROWS_AT_ONCE", 20)
    # The till's clock is two minutes ahead.
    ahead = (desk.members.clock.now() + timedelta(minutes=2)).isoformat()
    rows = "".join(f"139{number:08},{ahead}\n" for number in range(1, 31))
    file = (await desk.upload("phone,enrol_time\n" + rows)).file
    await desk.start(file.id)
    done = await desk.ended(file.id)
    assert calls == 4
    assert (done.created, done.found, done.refused) == (30, 0, 0)
    assert await desk.db["members"].count_documents({}) == 30
    assert len({row.member_id for row in await desk.rows(file.id)}) == 30


async def test_who_is_erased_while_a_file_waits_is_not_enrolled_by_it(desk: Desk) -> None:
    card = members_pb2.Identity(kind=CARD, value="C-77")
    member_id = await desk.members.enrol(card)
    file = (await desk.upload("pos_card,name\nC-77,张三\nC-78,李四\n")).file
    own = Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)
    privacy = privacy_pb2_grpc.PrivacyStub(desk.members.channel(own))
    await privacy.RequestErasure(
        privacy_pb2.RequestErasureRequest(request_id="e1", member_id=member_id)
    )
    # Long before the file's own time is over.
    erasure = {"due_at": desk.members.clock.now()}
    await desk.db["erasures"].update_many({}, {"$set": erasure})

    async def erased() -> bool:
        return await desk.db["members"].count_documents({"_id": member_id}) == 0

    await until(erased)
    await desk.start(file.id)
    done = await desk.ended(file.id)
    assert (done.created, done.found, done.refused) == (1, 0, 1)
    assert [row.refusal for row in await desk.rows(file.id)] == [member_file.ERASED, ""]


async def test_what_nobody_starts_is_deleted_and_files_are_bounded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (member_file, member_files):
        monkeypatch.setattr(module, "OPEN_MAX", 3)
    monkeypatch.setattr(member_files, "ROWS_MAX", 5)
    first = (await desk.upload(FILE)).file
    asked = pb.DiscardMemberFileRequest(request_id="d1", file_id=first.id)
    given_up = (await desk.stub.DiscardMemberFile(asked)).file
    assert given_up.state == pb.MEMBER_FILE_STATE_DISCARDED
    assert (await refused(desk.start(first.id))).reason == "MEMBER_FILE_ENDED"
    assert (await desk.counts())["member_file_pieces"] == 0
    for number in range(3):
        await desk.upload("phone\n13900000001\n", f"w{number}")
    assert (await refused(desk.upload(FILE, "more"))).reason == "MEMBER_FILES_FULL"
    listed = await desk.stub.ListMemberFiles(pb.ListMemberFilesRequest(page_size=2))
    more = pb.ListMemberFilesRequest(page_size=2, page_token=listed.next_page_token)
    rest = (await desk.stub.ListMemberFiles(more)).files
    assert len({each.id for each in (*listed.files, *rest)}) == 4
    desk.members.clock.advance(timedelta(days=7))
    assert (await desk.get(rest[0].id)).state == pb.MEMBER_FILE_STATE_EXPIRED

    async def gone() -> bool:
        found = await desk.counts()
        return (found["member_file_pieces"], found["member_keys"]) == (0, 0)

    await until(gone)
    too_many = "phone\n" + "13900000001\n" * 6
    assert (await refused(desk.upload(too_many, "large"))).reason == "IMPORT_FILE_INVALID"
