"""A member is erased: nobody finds the phone, the name or a sentence again, in any store."""

import asyncio
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import httpx
import redis
from bson import BSON
from pymongo import MongoClient

from services.common.auth import GATEWAY_AUDIENCE, Caller, Role
from tests.e2e.activities import SETTLED_DAYS, activity, line, order
from tests.e2e.brand import Brand, Person, identity, phone, unique
from tests.e2e.refusals import codes
from tests.e2e.running_suite import RunningSuite, until
from tests.e2e.test_upload_journey import ASK as UPLOAD
from tests.e2e.test_upload_journey import PICTURE, SUBMIT
from tests.scopes import EVERY_SCOPE

NAME, SENTENCE, BORN = "司马相如玉", "我住在琴台路七号院", "1961-07-19"
ERASE = """mutation($input: RequestErasureInput!) { requestErasure(input: $input) {
  approval { id } erasure { state } userErrors { code } } }"""
APPROVE = """mutation($input: DecideInput!) { approve(input: $input) {
  approval { state } userErrors { code } } }"""
ERASURE = "query($id: ID) { erasure(memberId: $id) { state byMember endedAt } }"
PROFILE = """mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
  userErrors { code } } }"""
IDEA = """mutation($input: ProposeIdeaInput!) { proposeIdea(input: $input) {
  idea { id } userErrors { code } } }"""
CARD = "{ me { name phone points { available } entries(first: 1) { edges { node { amount } } } } }"


async def planted(tea: Brand, number: str) -> Person:
    """A member of whom every service and the store of uploads keep something."""
    person = await tea.enrol(identity("PHONE", number), name=NAME)
    born = {"requestId": unique("born"), "birthday": {"year": 1961, "month": 7, "day": 19}}
    assert codes(await person.front.ask(PROFILE, input=born)) == []
    await tea.till.award(order(person.id, line(10_000), days_ago=SETTLED_DAYS))
    wish = {"requestId": unique("up"), "contentType": "image/png", "sizeBytes": len(PICTURE)}
    upload = (await person.front.ask(UPLOAD, input=wish))["upload"]
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    async with httpx.AsyncClient() as store:
        assert (await store.put(upload["url"], content=PICTURE, headers=headers)).status_code == 200
    said = {
        "requestId": unique("say"),
        "text": SENTENCE,
        "attachments": [upload["attachment"]],
    }
    assert codes(await person.front.ask(SUBMIT, input=said)) == []
    idea = {"requestId": unique("idea"), "title": NAME, "text": SENTENCE}
    assert codes(await person.front.ask(IDEA, input=idea)) == []
    searched = activity(person.id, "SEARCH")
    searched.search_words = SENTENCE
    [result] = await tea.till.record(searched)
    assert not result.reason, result
    await person.front.ask(CARD)
    return person


async def copied(tea: Brand, person: Person) -> str:
    """All that the archive has, as the member gets it."""
    token = tea.suite.token(Caller(tea.name, "me", Role.MEMBER, person.id), GATEWAY_AUDIENCE)
    async with httpx.AsyncClient(timeout=60) as http:
        answer = await http.post(
            f"http://{tea.suite.address('gateway')}/export",
            headers={"authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return "".join(f"{name}\n{archive.read(name).decode()}\n" for name in archive.namelist())


def in_mongo(suite: RunningSuite, texts: Iterable[str]) -> set[str]:
    """Where in MongoDB any of the texts is, as database.collection: as a dump would have it."""
    found = set()
    sought = [text.encode() for text in texts]
    with MongoClient[dict[str, object]](suite.run.mongo_url) as client:
        for name in set(client.list_database_names()) - {"admin", "config", "local"}:
            for collection in client[name].list_collection_names():
                for document in client[name][collection].find({}):
                    raw = bytes(BSON.encode(document))
                    if any(text in raw for text in sought):
                        found.add(f"{name}.{collection}")
    return found


def in_redis(suite: RunningSuite, texts: Iterable[str]) -> set[bytes]:
    """The entries that have any of the texts in their key or value."""
    sought = [text.encode() for text in texts]
    with redis.Redis.from_url(suite.run.redis_url) as client:
        return {
            key
            for key in client.scan_iter(count=1_000)
            if any(text in key + (client.dump(key) or b"") for text in sought)
        }


def in_files(folder: Path, texts: Iterable[str]) -> set[str]:
    """The logs and objects with any of the texts, in their name or their content."""
    sought = [text.encode() for text in texts]
    return {
        str(path)
        for part in ("logs", "objects")
        for path in (folder / part).rglob("*")
        if path.is_file() and any(text in str(path).encode() + path.read_bytes() for text in sought)
    }


def objects_of(member_id: str, suite: RunningSuite) -> set[str]:
    """The files that the member sent."""
    return {str(path) for path in (Path(suite.data) / "objects").rglob(f"{member_id}/*")}


async def test_two_operators_erase_a_member_and_no_search_finds_them_again(tea: Brand) -> None:
    number = phone()
    person, suite = await planted(tea, number), tea.suite
    secrets = (number, number[3:], NAME, SENTENCE, BORN)
    # The search finds what is there: words in feedback, and nothing that is sealed.
    assert in_mongo(suite, secrets) == {
        *("feedback.feedback", "feedback.ideas", "feedback.events", "feedback.requests"),
        "members.activities",
    }
    assert objects_of(person.id, suite)
    balance = await tea.till.balance(person.id)
    assert balance.posted > 0
    copy = await copied(tea, person)
    for said in (number, NAME, BORN, SENTENCE, "points/order.jsonl", "points/postings.jsonl"):
        assert said in copy, said

    wish = {"requestId": unique("e"), "memberId": person.id, "reason": "asked by letter"}
    asked = (await tea.staff.ask(ERASE, input=wish))["approval"]
    decide = {"requestId": unique("d"), "approvalId": asked["id"]}
    assert codes(await tea.staff.ask(APPROVE, input=decide)) == ["APPROVAL_OWN"]
    second = tea.signed_in(Caller(tea.name, "bob", Role.OPERATOR, scopes=EVERY_SCOPE))
    done = await second.ask(APPROVE, input=decide)
    assert done["approval"]["state"] == "APPROVED"

    async def left() -> set[str]:
        found = await asyncio.to_thread(in_mongo, suite, secrets)
        files = await asyncio.to_thread(in_files, Path(suite.data), secrets)
        return found | files | objects_of(person.id, suite)

    assert await until(left, lambda found: not found, within_s=30) == set()
    # Sheets of leaderboards keep the random id, as accounts do.
    assert in_redis(suite, secrets) == set()
    assert [key for key in in_redis(suite, [person.id]) if b"card" in key] == []
    # Its own login finds nobody, and the same phone is another member's from then on.
    assert (await person.front.answer(CARD))["data"]["me"] is None
    assert (await tea.enrol(identity("PHONE", number))).id != person.id
    state = (await tea.staff.ask(ERASURE, id=person.id))["state"]
    assert state == "DONE"
    # The account keeps its random id, its sum and its proof.
    assert (await tea.till.balance(person.id)).posted == balance.posted
    code, said = await suite.verify()
    assert code == 0, said
