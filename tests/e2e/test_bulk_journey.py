"""A clerk makes good for many members by one file, and a second one lets it through."""

import csv
import io

import httpx

from services.common.auth import GATEWAY_AUDIENCE, Caller, Role
from tests.e2e.brand import Brand, unique
from tests.e2e.refusals import codes
from tests.e2e.running_suite import until
from tests.scopes import EVERY_SCOPE

START = """mutation($input: StartBulkFileInput!) { startBulkFile(input: $input) {
  file { state approvalId } userErrors { code } } }"""
APPROVE = """mutation($input: DecideInput!) { approve(input: $input) {
  approval { state } userErrors { code } } }"""
FILE = """query($id: ID!) { bulkFile(id: $id) { state rows done refusedWhenChecked
  refusedWhenRun sums { added liability { minorUnits } } } }"""


def clerk(tea: Brand) -> dict[str, str]:
    """What a clerk's calls over HTTP carry."""
    caller = Caller(tea.name, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
    return {"authorization": f"Bearer {tea.suite.token(caller, GATEWAY_AUDIENCE)}"}


async def uploaded(tea: Brand, text: str) -> str:
    """The id of a file of adjustments."""
    asked = {"kind": "ADJUSTMENTS", "name": "may.csv", "reason": "till was down"}
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        answer = await http.post(
            f"http://{tea.suite.address('gateway')}/bulk-files",
            params={**asked, "requestId": unique("up")},
            content=text.encode("gbk"),
            headers=clerk(tea),
        )
    assert answer.status_code == 200, answer.text
    file_id: str = answer.json()["fileId"]
    return file_id


async def test_one_of_a_file_is_short_and_the_others_get_theirs_once_two_agree(
    tea: Brand,
) -> None:
    people = await tea.enrol_many(4)
    lines = [f"{person.id},800,补发积分" for person in people[:3]]
    text = "\n".join(["member_id,amount,reason", *lines, f"{people[3].id},-5,", "mem_x,1,", ""])

    async def known() -> bool:
        # A member is known to points a moment after it was enrolled.
        probe = await uploaded(tea, text)
        checked = await tea.staff.ask(FILE, id=probe)
        return bool(checked["refusedWhenChecked"] == 1)

    await until(known, bool)
    file_id = await uploaded(tea, text)
    checked = await tea.staff.ask(FILE, id=file_id)
    assert (checked["state"], checked["rows"]) == ("READY", 5)
    assert checked["sums"] == [{"added": 2_400, "liability": {"minorUnits": 11_975}}]
    start = {"requestId": unique("start"), "fileId": file_id}
    waits = await tea.staff.ask(START, input=start)
    assert waits["file"]["state"] == "WAITING"
    decision = {"requestId": unique("yes"), "approvalId": waits["file"]["approvalId"]}
    assert codes(await tea.staff.ask(APPROVE, input=decision)) == ["APPROVAL_OWN"]
    bob = tea.signed_in(Caller(tea.name, "bob", Role.OPERATOR, scopes=EVERY_SCOPE))
    assert codes(await bob.ask(APPROVE, input=decision)) == []
    ended = await until(
        lambda: tea.staff.ask(FILE, id=file_id), lambda told: told["state"] == "DONE"
    )
    assert (ended["done"], ended["refusedWhenRun"]) == (3, 1)
    assert [await tea.till.balances(person.id) for person in people] == [(800, 0)] * 3 + [(0, 0)]
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        answer = await http.get(
            f"http://{tea.suite.address('gateway')}/bulk-files/{file_id}.csv", headers=clerk(tea)
        )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["refusal"] for row in rows] == [
        *("", "", ""),
        *("INSUFFICIENT_POINTS", "MEMBER_NOT_FOUND"),
    ]
    assert rows[0]["reason"] == "补发积分"
