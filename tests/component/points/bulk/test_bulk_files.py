"""Bulk files over the wire: uploaded, started by one or by two, carried out by the worker."""

from __future__ import annotations

from typing import Any

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.approvals.v1 import approvals_pb2
from tessera.approvals.v1.approvals_pb2_grpc import ApprovalsStub
from tessera.points.v1 import bulk_files_pb2 as pb
from tessera.points.v1 import ledger_pb2
from tessera.points.v1.bulk_files_pb2_grpc import BulkFilesStub
from tests.component.points.conftest import Members, Points, followed, until
from tests.component.points.ledger.ledger_calls import refusal
from tests.scopes import EVERY_SCOPE

ADJUSTMENTS, COUPONS = pb.BULK_FILE_KIND_ADJUSTMENTS, pb.BULK_FILE_KIND_COUPONS
DONE, REFUSED = pb.BULK_ROW_STATE_DONE, pb.BULK_ROW_STATE_REFUSED


class Staff:
    """An operator."""

    def __init__(self, points: Points, name: str, brand: str = "tea", *scopes: str) -> None:
        held = frozenset(scopes) or EVERY_SCOPE
        self.as_ = points.caller(Caller(brand, name, Role.OPERATOR, scopes=held))
        self.files: Any = BulkFilesStub(self.as_.channel)
        self.approvals: Any = ApprovalsStub(self.as_.channel)

    async def upload(self, text: str, request_id: str = "u1", **more: Any) -> pb.BulkFile:
        asked = {
            "kind": ADJUSTMENTS,
            "name": "may.csv",
            "reason": "till was down",
            "content": text.encode(),
            "request_id": request_id,
            **more,
        }
        request = pb.UploadBulkFileRequest(**asked)
        file: pb.BulkFile = (await self.files.UploadBulkFile(request)).file
        return file

    async def start(self, file: pb.BulkFile, request_id: str = "s1") -> pb.BulkFile:
        request = pb.StartBulkFileRequest(request_id=request_id, file_id=file.id)
        started: pb.BulkFile = (await self.files.StartBulkFile(request)).file
        return started

    async def get(self, file: pb.BulkFile) -> pb.BulkFile:
        found: pb.BulkFile = (
            await self.files.GetBulkFile(pb.GetBulkFileRequest(file_id=file.id))
        ).file
        return found

    async def rows(self, file: pb.BulkFile, **asked: Any) -> pb.ListBulkRowsResponse:
        request = pb.ListBulkRowsRequest(file_id=file.id, **asked)
        found: pb.ListBulkRowsResponse = await self.files.ListBulkRows(request)
        return found

    async def ended(self, file: pb.BulkFile) -> pb.BulkFile:
        async def over() -> bool:
            return (await self.get(file)).HasField("end_time")

        await until(over)
        return await self.get(file)


async def test_a_file_of_adjustments_is_checked_started_and_carried_out_row_by_row(
    points: Points, members: Members, db: Database
) -> None:
    await followed(points, members)
    ann, bob = Staff(points, "ann"), Staff(points, "bob")
    await points.till().give("mem_ada", 5)
    text = "member_id,amount,reason\nmem_ada,-5,\nmem_ada,-1,\nmem_ada,x,\nmem_ada,40,guessed\n"
    file = await ann.upload(text)
    assert (file.state, file.rows) == (pb.BULK_FILE_STATE_READY, 4)
    assert (file.refused_when_checked, file.short_when_checked) == (1, 1)
    assert (file.sums[0].added, file.sums[0].taken) == (40, 6)
    assert file.sums[0].liability.currency_code == "CNY"
    wrong = (await ann.rows(file, state=REFUSED)).rows
    assert [(row.line, row.column, row.refusal) for row in wrong] == [
        (4, "amount", "INVALID_ARGUMENT")
    ]
    await ann.start(file)
    ended = await ann.ended(file)
    assert (ended.state, ended.done, ended.refused_when_run) == (pb.BULK_FILE_STATE_DONE, 2, 1)
    page = await ann.rows(file, page_size=2)
    rest = await ann.rows(file, page_size=2, page_token=page.next_page_token)
    told = [*page.rows, *rest.rows]
    assert [row.state for row in told] == [DONE, REFUSED, REFUSED, DONE]
    assert [row.refusal for row in told] == ["", "INSUFFICIENT_POINTS", "INVALID_ARGUMENT", ""]
    assert [row.reason for row in told][:2] == ["till was down"] * 2
    assert told[3].reason == "guessed"
    assert rest.next_page_token == ""
    assert (await points.till().balance("mem_ada")).available == 40
    entries = await points.operator().ledger.ListEntries(
        ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="POINTS")
    )
    assert entries.entries[0].cause.reason == "guessed"
    # Above the limit of one operation, bob decides; the content says what ann asked for.
    large = await ann.upload("member_id,amount\nmem_ada,600\nmem_ada,600\n", "u2")
    waits = await ann.start(large, "s2")
    assert waits.state == pb.BULK_FILE_STATE_WAITING
    (wish,) = (await bob.approvals.ListApprovals(approvals_pb2.ListApprovalsRequest())).approvals
    assert (wish.id, wish.kind) == (waits.approval_id, "points.BulkFiles.StartBulkFile")
    assert '"added": "1200"' in wish.content_json
    decide = approvals_pb2.ApproveRequest(request_id="v1", approval_id=wish.id)
    assert (await refusal(ann.approvals.Approve(decide))).reason == "APPROVAL_OWN"
    await bob.approvals.Approve(decide)
    assert (await bob.ended(large)).done == 2
    assert (await points.till().balance("mem_ada")).available == 1_240
    again = await ann.upload(text, "u3")
    assert again.same_as_id == file.id
    given_up = pb.DiscardBulkFileRequest(request_id="d1", file_id=again.id)
    state = (await ann.files.DiscardBulkFile(given_up)).file.state
    assert state == pb.BULK_FILE_STATE_DISCARDED
    listed = (await ann.files.ListBulkFiles(pb.ListBulkFilesRequest())).files
    assert [each.id for each in listed] == [again.id, large.id, file.id]
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_a_file_of_coupons_in_gbk_grants_each_once(points: Points, members: Members) -> None:
    await followed(points, members)
    ann = Staff(points, "ann")
    text = "member_id,coupon_type,reason\nmem_ada,birthday,杯子洒了\nmem_ada,none,\n"
    file = await ann.upload("", kind=COUPONS, content=text.encode("gbk"))
    assert (file.encoding, file.coupons[0].count) == (pb.BULK_FILE_ENCODING_GBK, 1)
    await ann.start(file)
    assert (await ann.ended(file)).done == 1
    granted = await points.till().balance("mem_ada", f"coupon.{file.coupons[0].coupon_type}")
    assert granted.available == 1
    assert (await ann.rows(file)).rows[0].reason == "杯子洒了"


async def test_what_is_wrong_is_named_and_only_operators_of_the_brand_come_in(
    points: Points, members: Members
) -> None:
    await followed(points, members)
    ann = Staff(points, "ann")
    good = "member_id,amount\nmem_ada,1\n"
    for told, more in (
        (("INVALID_ARGUMENT", "request_id"), {"request_id": ""}),
        (("INVALID_ARGUMENT", "kind"), {"kind": 0}),
        (("INVALID_ARGUMENT", "kind"), {"kind": 9}),
        (("INVALID_ARGUMENT", "format"), {"format": 9}),
        (("INVALID_ARGUMENT", "encoding"), {"encoding": 9}),
        (("INVALID_ARGUMENT", "content"), {"content": b""}),
        (("INVALID_ARGUMENT", "content"), {"content": b"x" * (2 * 1024 * 1024 + 1)}),
        (("INVALID_ARGUMENT", "name"), {"name": ""}),
        (("INVALID_ARGUMENT", "reason"), {"reason": "abc"}),
        (("BULK_FILE_INVALID", "content"), {"content": b"phone\n1\n"}),
    ):
        reason = await refusal(ann.upload(good, **more))
        assert (reason.reason, reason.field) == told, more
    reason = await refusal(ann.upload("member_id,amount\nmem_ada,1\n\0"))
    assert dict(reason.metadata) == {"line": "3", "problem": "it holds a zero character"}
    file = await ann.upload(good)
    unknown = pb.GetBulkFileRequest(file_id="blk_x")
    assert (await refusal(ann.files.GetBulkFile(unknown))).reason == "BULK_FILE_NOT_FOUND"
    strangers = [
        Staff(points, "ann", "retail").get(file),
        Staff(points, "ann", "retail").start(file),
        Staff(points, "ann", "retail").rows(file),
    ]
    for asked in strangers:
        assert (await refusal(asked)).reason == "BULK_FILE_NOT_FOUND"
    clerk = Staff(points, "carl", "tea", "points:write", "points:read")
    assert (await refusal(clerk.upload(good, kind=COUPONS))).reason == "PERMISSION_DENIED"
    for channel in (points.till().channel, points.member("mem_ada").channel):
        stub: Any = BulkFilesStub(channel)
        asked = stub.ListBulkFiles(pb.ListBulkFilesRequest())
        assert (await refusal(asked)).reason == "PERMISSION_DENIED"
