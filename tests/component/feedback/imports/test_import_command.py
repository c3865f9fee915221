"""Reviews come in by a file: each row has a result, and the file may come again."""

import argparse
import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.imports.api import command_line as import_command
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from services.feedback.wiring import feedback_context, migrate
from tests.example_programmes import example

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CSV = """event_id,text,member_id,store_id
v1,外卖洒了一半,mem_1,
v2,'=好喝,,
v3,,mem_1,
v2,'=好喝,,
v2,别的话,,
v4,太甜,too,many,cells
"""
JSON_LINES = """{"text": "外卖洒了一半", "event_id": "v1", "member_id": "mem_1"}
{"event_id": "n1", "text": "电话记录", "channel": "hotline"}
no json
{"event_id": "n2", "words": "x"}
{"event_id": 7, "text": "x"}
"""


async def loaded(
    ctx: FeedbackContext, path: Path, text: str, channel: str = "review"
) -> tuple[int, list[list[str]]]:
    path.write_text(text, "utf-8")
    asked = argparse.Namespace(file=path, brand="tea", channel=channel, by="lin")
    out, errors = io.StringIO(), io.StringIO()
    code = await import_command.run(ctx, asked, out, errors)
    return code, list(csv.reader(io.StringIO(out.getvalue())))[1:]


async def test_each_row_has_its_result_and_a_file_that_comes_again_changes_nothing(
    db: Database, tmp_path: Path
) -> None:
    await migrate(db)
    published = Publication("tea", "1", example("tea"))
    await MongoProgrammeStore(db).keep(published)
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    ctx = feedback_context(db, programmes, ManualClock(NOON))
    code, lines = await loaded(ctx, tmp_path / "a.csv", CSV)
    assert code == import_command.SOME_REFUSED
    states = [(line[1], line[2], line[4], line[5]) for line in lines]
    assert states == [
        ("v1", "taken_in", "", ""),
        ("v2", "taken_in", "", ""),
        ("v3", "refused", "INVALID_ARGUMENT", "text"),
        ("v2", "known", "", ""),
        ("v2", "refused", "FEEDBACK_CONFLICT", "channel_event_id"),
        ("", "refused", "INVALID_ARGUMENT", ""),
    ]
    assert await db["feedback"].count_documents({}) == 2
    found = await db["feedback"].find_one({"channel_event_id": "v1"})
    assert found is not None
    assert (found["brand"], found["channel"], found["member_id"]) == ("tea", "review", "mem_1")
    assert found["state"] != "new", "it is routed as it comes in"
    assert found["topics"] == ["logistics"]

    # The same rows in another form, with notes of the hotline.
    code, lines = await loaded(ctx, tmp_path / "b.jsonl", JSON_LINES)
    assert code == import_command.SOME_REFUSED
    assert [line[2] for line in lines] == ["known", "taken_in", *["refused"] * 3]
    assert lines[0][3] == found["_id"]
    assert lines[3][5] == "words"
    assert lines[4][5] == "event_id"
    entries = await db["audit"].find({"body.subject": "lin"}).to_list(None)
    assert len(entries) == 5
    assert "洒" not in str(entries)

    before = await db["feedback"].find({}).sort("_id", 1).to_list(None)
    _, lines = await loaded(ctx, tmp_path / "b.jsonl", JSON_LINES)
    assert [line[2] for line in lines][:2] == ["known", "known"]
    assert await db["feedback"].find({}).sort("_id", 1).to_list(None) == before


async def test_a_file_that_is_no_table_takes_in_nothing(db: Database, tmp_path: Path) -> None:
    await migrate(db)
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    ctx = feedback_context(db, programmes, ManualClock(NOON))
    for text in ("text,words\n1,2\n", "event_id\nv1\n", "event_id,text,text\nv1,a,b\n", ""):
        code, lines = await loaded(ctx, tmp_path / "a.csv", text)
        assert (code, lines) == (import_command.UNREADABLE, [])
    (tmp_path / "c.csv").write_bytes(b"event_id,text\nv1,\xff\xfe\n")
    asked = argparse.Namespace(file=tmp_path / "c.csv", brand="tea", channel="review", by="lin")
    assert await import_command.run(ctx, asked, io.StringIO(), io.StringIO()) == 2
    asked.brand = "no brand!"
    assert await import_command.run(ctx, asked, io.StringIO(), io.StringIO()) == 2
    assert await db["feedback"].count_documents({}) == 0
