"""History is read again by today's analysis: told first, then written, and ended at any time."""

from typing import Any

import pytest

from services.common.mongo import Database
from services.feedback.__main__ import reanalyse
from services.feedback.items.storage.history import MongoHistory
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import Feedback, submission, until

OLD: dict[str, Any] = {"sentiment": None, "intent": None, "mentions": [], "topics": ["safety"]}


async def test_what_changes_is_told_then_written_and_what_was_written_is_not_read_again(
    feedback: Feedback, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, items = feedback.member("mem_1"), db["feedback"]
    for number, text in enumerate(("没有拉肚子，味道很好", "骑手洒了一半", "太甜，难喝")):
        await member.SubmitFeedback(submission(text, f"r{number}"))

    async def is_grouped() -> bool:
        return await db["timers"].count_documents({"kind": "alike"}) == 0

    await until(is_grouped)
    await items.update_many({"text": {"$ne": "太甜，难喝"}}, {"$set": OLD})
    before = await items.find({}).sort("_id", 1).to_list(None)
    events = await db["events"].count_documents({})
    said: list[str] = []
    assert await reanalyse(db, "tea", write=False, say=said.append) == 0
    assert said[0] == "3 items read, 2 of them change"
    assert "issue safety: +0 -2" in said
    assert "issue logistics: +1 -0" in said
    assert "intent none -> praises: 1" in said
    assert await items.find({}).sort("_id", 1).to_list(None) == before, "told, and not written"

    # Killed after the first of them: the next run reads the others.
    keep = MongoHistory.keep
    monkeypatch.setattr("services.feedback.items.commands.reanalyse_feedback.TOGETHER_MAX", 1)

    async def killed(self: MongoHistory, *kept: Any) -> None:
        await keep(self, *kept)
        raise KeyboardInterrupt

    monkeypatch.setattr(MongoHistory, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        await reanalyse(db, "tea", write=True, say=said.append)
    monkeypatch.setattr(MongoHistory, "keep", keep)
    said.clear()
    await reanalyse(db, "tea", write=True, say=said.append)
    assert said[0].startswith("2 items read")
    said.clear()
    await reanalyse(db, "tea", write=True, say=said.append)
    assert said == ["0 items read, 0 of them change", "written"]

    spilled = await items.find_one({"text": "骑手洒了一半"})
    assert spilled is not None
    assert (spilled["topics"], spilled["intent"]) == (["logistics"], "complains")
    was = next(each for each in before if each["_id"] == spilled["_id"])
    stays = ("team", "category", "place", "timeline", "response_due")
    assert [spilled[key] for key in stays] == [was[key] for key in stays]
    assert await db["events"].count_documents({}) == events
    # A move keeps the mark.
    await feedback.operator().ReplyFeedback(
        pb.ReplyFeedbackRequest(request_id="reply", feedback_id=spilled["_id"], message="抱歉")
    )
    said.clear()
    await reanalyse(db, "tea", write=False, say=said.append)
    assert said[0].startswith("0 items read")
    assert await reanalyse(db, "nobody", write=True, say=said.append) == 2
