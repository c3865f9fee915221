"""WeCom's messages to customers: each is a task for a member of staff, who confirms the sending.

Sources: developer.work.weixin.qq.com, `gettoken` (91039), `add_msg_template` (92135),
`get_groupmsg_task` and `get_groupmsg_send_result` (93338), `cancel_groupmsg_send` (97611). All
under /cgi-bin; WeCom tells of a confirmation only who asks.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson

from services.feedback.providers.adapters.http import AnswerLost, HttpAnswer, NotSent, get, post
from services.feedback.providers.adapters.tencent import Ended, Tokens, said_in, words_of
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import (
    MONTH_FULL,
    NOT_CONFIRMED,
    Answer,
    Kind,
    Outgoing,
)

TASK_ID_CHARS_MAX = 128
NO_CUSTOMER = "no_customer"
NOT_STOPPED = "not_stopped"
_TOKEN_ENDED = frozenset({40014, 42001})
_NOT_NOW = frozenset({-1, 45009, 45033})
_CODES = {40096: "no_address", 41048: NO_CUSTOMER, 301002: "not_allowed"}
_CONFIRMED = 2
_SENT = 1
_NOT_SENT = {2: NO_CUSTOMER, 3: MONTH_FULL}
"""How a customer stands in the result of a task: gone, or with as many messages as a month may
have."""


class Wecom:
    """Implements `commands.StaffProvider`, and keeps the tokens of the companies."""

    def __init__(self) -> None:
        self._tokens = Tokens(_new_token)

    async def send(self, credentials: Credentials, message: Outgoing, now: datetime) -> Answer:
        task = {
            "chat_type": "single",
            "external_userid": [message.address],
            "text": {"content": message.text},
        }
        if credentials.sender:
            task["sender"] = credentials.sender
        try:
            said = await self._said(credentials, "add_msg_template", task, now)
        except Ended as ended:
            return ended.answer
        except NotSent:
            return Answer(Kind.RETRY, "away")
        except AnswerLost:
            return Answer(Kind.LOST, "no_answer")
        task_id = said.get("msgid")
        if message.address in _list(said, "fail_list"):
            return Answer(Kind.REFUSED, NO_CUSTOMER, words_of(said))
        if not isinstance(task_id, str) or not 1 <= len(task_id) <= TASK_ID_CHARS_MAX:
            # The task is there, and nobody could ask for it.
            return Answer(Kind.LOST, "no_answer")
        return Answer(Kind.ACCEPTED, "", words_of(said), task_id)

    async def asked(
        self, credentials: Credentials, task_id: str, now: datetime, *, stop: bool
    ) -> Answer:
        stopped = True
        try:
            if stop:
                stopped = await self._stopped(credentials, task_id, now)
            answer = await self._confirmed(credentials, task_id, now)
        except Ended as ended:
            return replace(ended.answer, kind=Kind.RETRY)
        except (NotSent, AnswerLost):
            return Answer(Kind.LOST, "away")
        # One that could not be stopped may be confirmed yet.
        return (
            answer if stopped or answer.code != NOT_CONFIRMED else Answer(Kind.RETRY, NOT_STOPPED)
        )

    async def _stopped(self, credentials: Credentials, task_id: str, now: datetime) -> bool:
        """Stop a task: False where WeCom refuses, as it does for one that is at its end."""
        try:
            await self._said(credentials, "cancel_groupmsg_send", {"msgid": task_id}, now)
        except Ended as ended:
            if ended.answer.kind is Kind.REFUSED:
                return False
            raise
        return True

    async def _confirmed(self, credentials: Credentials, task_id: str, now: datetime) -> Answer:
        tasks = await self._said(credentials, "get_groupmsg_task", {"msgid": task_id}, now)
        for each in _list(tasks, "task_list"):
            if not isinstance(each, dict) or each.get("status") != _CONFIRMED:
                continue
            asked = {"msgid": task_id, "userid": each.get("userid", "")}
            result = await self._said(credentials, "get_groupmsg_send_result", asked, now)
            for sent in _list(result, "send_list"):
                status = sent.get("status") if isinstance(sent, dict) else None
                if status == _SENT:
                    return Answer(Kind.ACCEPTED)
                if status in _NOT_SENT:
                    return Answer(Kind.REFUSED, _NOT_SENT[status])
        return Answer(Kind.RETRY, NOT_CONFIRMED)

    async def _said(
        self, credentials: Credentials, call: str, asked: dict[str, Any], now: datetime
    ) -> dict[str, Any]:
        """WeCom's answer without an error. Raises Ended, NotSent and AnswerLost."""
        body = orjson.dumps(asked)
        said = await self._posted(credentials, call, body, now, renewed=False)
        if said["errcode"] in _TOKEN_ENDED:
            # WeCom did nothing: the token had ended.
            said = await self._posted(credentials, call, body, now, renewed=True)
        code, words = said["errcode"], words_of(said)
        if code == 0:
            return said
        if code in _NOT_NOW:
            raise Ended(Answer(Kind.RETRY, "overloaded", words))
        if code in _TOKEN_ENDED:
            raise Ended(Answer(Kind.RETRY, "token_refused", words))
        raise Ended(Answer(Kind.REFUSED, _CODES.get(code, "provider_refused"), words))

    async def _posted(
        self, credentials: Credentials, call: str, body: bytes, now: datetime, *, renewed: bool
    ) -> dict[str, Any]:
        token = await self._tokens.of(credentials, now, renewed=renewed)
        query = urlencode({"access_token": token})
        url = f"{credentials.url}/cgi-bin/externalcontact/{call}?{query}"
        return said_in(await post(url, {}, body))


async def _new_token(credentials: Credentials) -> HttpAnswer:
    query = urlencode({"corpid": credentials.key, "corpsecret": credentials.secret})
    return await get(f"{credentials.url}/cgi-bin/gettoken?{query}")


def _list(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    return found if isinstance(found, list) else []
