"""WeCom for one machine: tasks for staff, whom nobody asks and who confirm at once.

Each message is a task, confirmed when it is asked for. The moods of `deploy.local.providers` let
calls go wrong; of WeCom's own, each for the next task:

    unconfirmed: nobody confirms it · gone: its customer is none any more · full: its customer had
    as many as a month may have · a number: that errcode of WeCom's
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.feedback.providers.domain.credentials import WECOM, Credentials

SLOW_S = 15.0
TOKEN_LASTS_S = 7_200
KEPT_MAX = 1_000
STAFF = "zhang"
MOODS = ("unconfirmed", "gone", "full")
_UNSENT, _SENT = 0, 1
_ENDS = {"gone": 2, "full": 3}


@dataclass(slots=True)
class Task:
    """A task of a member of staff; `status` is that of its customer, 0 while nobody confirmed."""

    brand: str
    status: int
    stopped: bool = False


class WecomDesk:
    """Takes tasks for the brands of `known`; `mood` says how the next call goes."""

    def __init__(
        self,
        known: Mapping[str, Mapping[str, Credentials]],
        mood: Callable[[str], str],
        keep: Callable[[str, str, str, dict[str, Any]], None],
    ) -> None:
        self._known = known
        self._mood = mood
        self._keep = keep
        self._tokens: dict[str, str] = {}
        self.tasks: dict[str, Task] = {}

    def end_tokens(self) -> None:
        """As when their time is over."""
        self._tokens.clear()

    def confirm(self, task_id: str) -> None:
        """Let a member of staff send a task that was not stopped."""
        if not self.tasks[task_id].stopped:
            self.tasks[task_id].status = _SENT

    def routes(self) -> list[Route]:
        """What it serves, below the address of each brand."""
        calls = {
            "add_msg_template": self._add,
            "get_groupmsg_task": self._task,
            "get_groupmsg_send_result": self._result,
            "cancel_groupmsg_send": self._cancel,
        }
        base = f"/{{brand}}/{WECOM}/cgi-bin"
        return [
            Route(f"{base}/gettoken", self._token),
            *(
                Route(f"{base}/externalcontact/{name}", call, methods=["POST"])
                for name, call in calls.items()
            ),
        ]

    async def _token(self, request: Request) -> Response:
        brand, asked = request.path_params["brand"], request.query_params
        known = self._known.get(brand, {}).get(WECOM)
        given = (asked.get("corpid"), asked.get("corpsecret"))
        if known is None or given != (known.key, known.secret):
            return _refused(40001, "invalid credential")
        token = self._tokens.setdefault(brand, secrets.token_hex(16))
        return _answer(access_token=token, expires_in=TOKEN_LASTS_S)

    def _lets_in(self, request: Request) -> bool:
        token = self._tokens.get(request.path_params["brand"])
        return token is not None and request.query_params.get("access_token") == token

    async def _add(self, request: Request) -> Response:
        if not self._lets_in(request):
            return _refused(42001, "access_token expired")
        brand, said, mood = request.path_params["brand"], await request.json(), self._mood(WECOM)
        if mood.isdigit():
            return _refused(int(mood), f"refused {said['external_userid']}")
        if mood in ("away", "broken"):
            return _refused(-1, "system busy")
        if mood == "slow":
            await asyncio.sleep(SLOW_S)
        task_id = f"msg{secrets.token_hex(8)}"
        status = _UNSENT if mood == "unconfirmed" else _ENDS.get(mood, _SENT)
        self.tasks[task_id] = Task(brand, status)
        while len(self.tasks) > KEPT_MAX:
            del self.tasks[next(iter(self.tasks))]
        self._keep(brand, WECOM, task_id, said)
        if mood == "lost":
            return Response(status_code=502)
        return _answer(msgid=task_id, fail_list=[])

    async def _task(self, request: Request) -> Response:
        task = await self._asked_for(request)
        if isinstance(task, Response):
            return task
        status = 2 if task.status else 0
        return _answer(task_list=[{"userid": STAFF, "status": status}], next_cursor="")

    async def _result(self, request: Request) -> Response:
        task = await self._asked_for(request)
        if isinstance(task, Response):
            return task
        return _answer(send_list=[{"userid": STAFF, "status": task.status}], next_cursor="")

    async def _cancel(self, request: Request) -> Response:
        task = await self._asked_for(request)
        if isinstance(task, Response):
            return task
        task.stopped = True
        return _answer()

    async def _asked_for(self, request: Request) -> Task | Response:
        if not self._lets_in(request):
            return _refused(42001, "access_token expired")
        brand, said = request.path_params["brand"], await request.json()
        task = self.tasks.get(said.get("msgid", ""))
        if task is None or task.brand != brand:
            return _refused(41063, "invalid msgid")
        return task


def _answer(**said: Any) -> Response:
    return JSONResponse({"errcode": 0, "errmsg": "ok", **said})


def _refused(code: int, words: str) -> Response:
    return JSONResponse({"errcode": code, "errmsg": words})
