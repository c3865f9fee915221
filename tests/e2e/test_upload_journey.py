"""A picture in feedback reaches this machine's object store and the team."""

import asyncio
from typing import Any

import httpx

from tests.e2e.brand import Brand, unique
from tests.e2e.refusals import codes

ASK = """mutation($input: RequestUploadInput!) { requestUpload(input: $input) {
  upload { attachment method url headers { name value } } userErrors { code } } }"""
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { id attachmentUrls } replayed userErrors { code } } }"""
READ = "query($id: ID!) { node(id: $id) { ... on Feedback { attachmentUrls } } }"
SEEN = """query($id: ID!) { node(id: $id) { ... on Feedback { attachmentUrls
  attachments { state problem contentType sizeBytes url } } } }"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
PAGE = b"<html>" + PICTURE


async def test_a_picture_of_a_spilt_cup_reaches_the_team_and_no_other_member(tea: Brand) -> None:
    person, other = await tea.enrol(), await tea.enrol()
    wish = {"requestId": unique("up"), "contentType": "image/png", "sizeBytes": len(PICTURE)}
    upload = (await person.front.ask(ASK, input=wish))["upload"]
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    async with httpx.AsyncClient() as store:
        sent = await store.put(upload["url"], content=PICTURE, headers=headers)
        assert sent.status_code == 200
        said = {
            "requestId": unique("say"),
            "text": "外卖洒了",
            "attachments": [upload["attachment"]],
        }
        assert codes(await other.front.ask(SUBMIT, input=said)) == ["ATTACHMENT_INVALID"]
        item = (await person.front.ask(SUBMIT, input=said))["feedback"]
        again = await person.front.ask(SUBMIT, input=said)
        assert (again["replayed"], again["feedback"]["id"]) == (True, item["id"])
        (seen,) = await _checked(tea, item["id"])
        assert (seen["state"], seen["contentType"]) == ("ARRIVED", "image/png")
        assert seen["sizeBytes"] == len(PICTURE)
        for front in (person.front, tea.staff):
            (link,) = (await front.ask(READ, id=item["id"]))["attachmentUrls"]
            shown = await store.get(link)
            assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/png")
    assert (await other.front.answer(READ, id=item["id"]))["data"] == {"node": None}


async def test_a_page_that_says_it_is_a_picture_is_shown_to_nobody(tea: Brand) -> None:
    person = await tea.enrol()
    wish = {"requestId": unique("up"), "contentType": "image/png", "sizeBytes": len(PAGE)}
    upload = (await person.front.ask(ASK, input=wish))["upload"]
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    async with httpx.AsyncClient() as store:
        assert (await store.put(upload["url"], content=PAGE, headers=headers)).status_code == 200
    said = {"requestId": unique("say"), "text": "看图", "attachments": [upload["attachment"]]}
    item = (await person.front.ask(SUBMIT, input=said))["feedback"]
    (seen,) = await _checked(tea, item["id"])
    assert (seen["state"], seen["problem"], seen["url"]) == ("WRONG", "TYPE_UNKNOWN", None)
    told = await person.front.ask(SEEN, id=item["id"])
    assert told == {"attachmentUrls": [], "attachments": [seen]}


async def _checked(tea: Brand, item_id: str) -> Any:
    """The attachments of the item as soon as they are looked at, as staff see them."""
    async with asyncio.timeout(60):
        while True:
            found = (await tea.staff.ask(SEEN, id=item_id))["attachments"]
            if all(each["state"] != "CHECKING" for each in found):
                return found
            await asyncio.sleep(0.1)
