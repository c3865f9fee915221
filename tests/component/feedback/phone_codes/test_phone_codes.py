"""Codes for phones go to the provider of SMS, each once, and nowhere else."""

from datetime import timedelta

from services.common.mongo import Database
from services.feedback.phone_codes.commands import AGAIN_AFTER
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import until
from tests.component.feedback.reach.sending_suite import Suite

PHONE = "+8613812340001"


async def ask(suite: Suite, code_id: str, text: str = "code 123456") -> None:
    """Members made a code."""
    suite.feed.codes.texts[code_id] = (PHONE, text)
    asked = events_pb2.PhoneCodeAsked(code_id=code_id)
    await suite.feed.tell("tea", "", suite.now, phone_code_asked=asked)


async def over(suite: Suite) -> None:
    """No code waits any more."""

    async def is_over() -> bool:
        return await suite.db["timers"].count_documents({"kind": "phone_code"}) == 0

    await until(is_over)


async def arrived(suite: Suite, times: int) -> None:
    async def is_there() -> bool:
        return len(suite.desk.of("sms")) >= times

    await until(is_there)


async def test_a_code_is_sent_once_however_often_it_is_told(suite: Suite, db: Database) -> None:
    await ask(suite, "phc_1")
    await arrived(suite, 1)
    [sms] = suite.desk.of("sms")
    assert (sms["id"], sms["to"], sms["text"]) == ("phc_1", PHONE, "code 123456")
    await over(suite)
    await suite.feed.repeat()
    await ask(suite, "phc_2")
    await arrived(suite, 2)
    await over(suite)
    assert [each["id"] for each in suite.desk.of("sms")] == ["phc_1", "phc_2"]
    kept = [str(await db[name].find().to_list(None)) for name in await db.list_collection_names()]
    assert not [each for each in kept if "123456" in each or PHONE in each]


async def test_a_provider_that_is_away_or_loses_the_answer_is_asked_again(suite: Suite) -> None:
    suite.desk.misbehave("sms", "away")
    suite.desk.misbehave("sms", "lost")
    await ask(suite, "phc_1")
    calls = 0
    for expected in (1, 2, 3):

        async def was_called(expected: int = expected) -> bool:
            return len(suite.desk.calls) >= expected

        await until(was_called)

        async def was_moved() -> bool:
            due = suite.now + AGAIN_AFTER
            waiting = {"kind": "phone_code", "due": {"$lte": due}}
            return (
                await suite.db["timers"].count_documents(waiting) == 1
                or await suite.db["timers"].count_documents({"kind": "phone_code"}) == 0
            )

        await until(was_moved)
        calls = expected
        suite.feedback.clock.advance(timedelta(minutes=2))
    await over(suite)
    assert calls == 3
    # Its id tells the provider that it has this one already.
    assert len(suite.desk.of("sms")) == 1


async def test_a_code_that_is_over_or_refused_waits_no_longer(suite: Suite) -> None:
    suite.desk.misbehave("sms", "broken")
    await ask(suite, "phc_1")

    async def was_refused() -> bool:
        return bool(suite.desk.calls)

    await until(was_refused)
    await over(suite)
    asked = events_pb2.PhoneCodeAsked(code_id="phc_unknown")
    await suite.feed.tell("tea", "", suite.now, phone_code_asked=asked)
    await ask(suite, "phc_2")
    await arrived(suite, 1)
    await over(suite)
    assert [each["id"] for each in suite.desk.of("sms")] == ["phc_2"]


async def test_codes_wait_while_members_is_away(suite: Suite) -> None:
    suite.feed.codes.away = True
    await ask(suite, "phc_1")

    async def was_asked() -> bool:
        return suite.feed.codes.asked >= 2

    await until(was_asked)
    suite.feed.codes.away = False
    await arrived(suite, 1)
