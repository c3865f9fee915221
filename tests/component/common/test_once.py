"""One effect per request id, for ever (promise R2), on both drivers."""

import asyncio

import pytest
from google.protobuf.message import Message
from google.protobuf.wrappers_pb2 import Int64Value, StringValue

from services.common import mongo
from services.common.errors import Refusal
from services.common.idempotency import once
from services.common.mongo import Database, Driver, Session

BUY = StringValue(value="one tea")


async def buy(
    db: Database, request_id: str, request: Message = BUY, brand: str = "tea"
) -> tuple[int, bool]:
    """Counts purchases; answers with the count."""

    async def attempt(session: Session) -> tuple[Int64Value, bool]:
        async def effect() -> Int64Value:
            counted = await db["purchases"].find_one_and_update(
                {"_id": brand},
                {"$inc": {"n": 1}},
                upsert=True,
                return_document=mongo.ReturnDocument.AFTER,
                session=session,
            )
            assert counted is not None
            return Int64Value(value=counted["n"])

        return await once(
            db, session, caller_brand=brand, request_id=request_id, request=request, fn=effect
        )

    answer, replayed = await mongo.transact(db, attempt)
    return answer.value, replayed


async def test_fifty_calls_at_once_have_one_effect(db: Database) -> None:
    answers = await asyncio.gather(*(buy(db, "req-1") for _ in range(50)))
    assert {value for value, _ in answers} == {1}
    assert sorted(replayed for _, replayed in answers) == [False] + [True] * 49


async def test_a_replay_gets_the_first_answer_also_through_a_new_connection(
    db: Database, mongo_url: str, db_name: str, driver: Driver
) -> None:
    assert await buy(db, "req-1") == (1, False)
    assert await buy(db, "req-2") == (2, False)
    later = mongo.connect(mongo_url, db_name, driver=driver)
    assert await buy(later, "req-1") == (1, True)
    await mongo.close(later)


@pytest.mark.parametrize("other", [StringValue(value="two teas"), Int64Value(value=1)])
async def test_the_same_id_with_other_content_is_refused(db: Database, other: Message) -> None:
    await buy(db, "req-1")
    with pytest.raises(Refusal) as refused:
        await buy(db, "req-1", other)
    assert refused.value.reason == "REQUEST_ID_REUSED"
    assert await buy(db, "req-1") == (1, True)


async def test_brands_do_not_share_request_ids(db: Database) -> None:
    assert await buy(db, "req-1", brand="tea") == (1, False)
    assert await buy(db, "req-1", brand="retail") == (1, False)
    assert await buy(db, "req-1", StringValue(value="x"), brand="car") == (1, False)


async def test_a_refused_request_may_come_again(db: Database) -> None:
    async def refuse(session: Session) -> tuple[Int64Value, bool]:
        async def effect() -> Int64Value:
            raise Refusal("INSUFFICIENT_POINTS")

        return await once(
            db, session, caller_brand="tea", request_id="req-1", request=BUY, fn=effect
        )

    with pytest.raises(Refusal):
        await mongo.transact(db, refuse)
    assert await buy(db, "req-1") == (1, False)
