"""The files that mutations move, each uploaded for one of them."""

import httpx

from tests.e2e.brand import Brand, Person, unique
from tests.e2e.test_bulk_journey import clerk, uploaded

_CARD = "card,name\n{},张三\n"
_WORDS = "event_id,text\n{},好喝\n"
_ROWS = {"Member": ("member-files", _CARD), "Feedback": ("feedback-files", _WORDS)}
OF_FILES = (
    *("startBulkFile", "discardBulkFile", "startMemberFile", "discardMemberFile"),
    *("startFeedbackFile", "discardFeedbackFile"),
)


async def file_for(tea: Brand, person: Person, name: str) -> str:
    """The id of a file for the mutation `name`."""
    if name.endswith("BulkFile"):
        return await uploaded(tea, f"member_id,amount\n{person.id},5\n")
    path, rows = _ROWS[name.removesuffix("File").removeprefix("start").removeprefix("discard")]
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        answer = await http.post(
            f"http://{tea.suite.address('gateway')}/{path}",
            params={"name": "may.csv", "requestId": unique("up")},
            content=rows.format(unique("row")).encode("gbk"),
            headers=clerk(tea),
        )
    assert answer.status_code == 200, answer.text
    file_id: str = answer.json()["fileId"]
    return file_id
