"""The files that mutations move, each uploaded for one of them."""

import httpx

from tests.e2e.brand import Brand, Person, unique
from tests.e2e.test_bulk_journey import clerk, uploaded

OF_FILES = ("startBulkFile", "discardBulkFile", "startMemberFile", "discardMemberFile")


async def file_for(tea: Brand, person: Person, name: str) -> str:
    """The id of a file for the mutation `name`."""
    if name.endswith("BulkFile"):
        return await uploaded(tea, f"member_id,amount\n{person.id},5\n")
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        answer = await http.post(
            f"http://{tea.suite.address('gateway')}/member-files",
            params={"name": "may.csv", "requestId": unique("up")},
            content=f"card,name\n{unique('card')},张三\n".encode("gbk"),
            headers=clerk(tea),
        )
    assert answer.status_code == 200, answer.text
    file_id: str = answer.json()["fileId"]
    return file_id
