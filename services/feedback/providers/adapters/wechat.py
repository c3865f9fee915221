"""WeChat's subscription messages of a mini-program.

Sources: developers.weixin.qq.com, `getStableAccessToken` (POST /cgi-bin/stable_token) and
`sendMessage` (POST /cgi-bin/message/subscribe/send). A stable token stays the same for all
processes that ask for it, until five minutes before its end.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

from services.feedback.providers.adapters.http import AnswerLost, HttpAnswer, NotSent, post
from services.feedback.providers.adapters.signed import body_of
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing

TOKEN_EARLY = timedelta(minutes=5)
TOKEN_LONGEST = timedelta(hours=2)
TOKENS_MAX = 1_000
NOT_SUBSCRIBED = "not_subscribed"
_LANGUAGES = {"zh": "zh_CN", "en": "en_US"}
_TOKEN_ENDED = frozenset({40001, 40014, 42001})
_CODES = {
    43101: NOT_SUBSCRIBED,
    47003: "content_unfit",
    40003: "no_address",
    41030: "page_unknown",
    40037: "template_unknown",
    43107: "template_banned",
    43108: "template_banned",
}
_NOT_NOW = frozenset({-1, 45009, 45011})
_OK = 200


class _TokenRefused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


class Wechat:
    """Implements `commands.Provider`, and keeps the tokens of the mini-programs."""

    def __init__(self) -> None:
        self._tokens: OrderedDict[tuple[str, str, str], tuple[str, datetime]] = OrderedDict()

    async def send(self, credentials: Credentials, message: Outgoing, now: datetime) -> Answer:
        body = orjson.dumps(
            {
                "touser": message.address,
                "template_id": message.template,
                "page": message.page,
                "miniprogram_state": credentials.state,
                "lang": _LANGUAGES.get(message.language, "zh_CN"),
                "data": {name: {"value": value} for name, value in message.fields.items()},
            }
        )
        try:
            said = await self._sent(credentials, body, now, renewed=False)
            if said.get("errcode") in _TOKEN_ENDED:
                # WeChat took nothing: the token had ended, or somebody had another one made.
                said = await self._sent(credentials, body, now, renewed=True)
        except _TokenRefused as refused:
            return refused.answer
        except NotSent:
            return Answer(Kind.RETRY, "away")
        except AnswerLost:
            return Answer(Kind.LOST, "no_answer")
        return _meaning(said)

    async def _sent(
        self, credentials: Credentials, body: bytes, now: datetime, *, renewed: bool
    ) -> dict[str, Any]:
        token = await self._token(credentials, now, renewed=renewed)
        query = urlencode({"access_token": token})
        url = f"{credentials.url}/cgi-bin/message/subscribe/send?{query}"
        return _object(await post(url, {}, body))

    async def _token(self, credentials: Credentials, now: datetime, *, renewed: bool) -> str:
        key = (credentials.url, credentials.key, credentials.secret)
        known = self._tokens.get(key)
        if known is not None and now < known[1] and not renewed:
            return known[0]
        body = orjson.dumps(
            {
                "grant_type": "client_credential",
                "appid": credentials.key,
                "secret": credentials.secret,
                "force_refresh": False,
            }
        )
        try:
            answer = await post(f"{credentials.url}/cgi-bin/stable_token", {}, body)
        except (NotSent, AnswerLost):
            raise _TokenRefused(Answer(Kind.RETRY, "away")) from None
        said = body_of(answer)
        token, lasts_s = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lasts_s, int):
            raise _TokenRefused(Answer(Kind.RETRY, "token_refused", _words(said)))
        lasts = min(timedelta(seconds=max(lasts_s, 0)), TOKEN_LONGEST)
        self._tokens[key] = (token, now + max(lasts - TOKEN_EARLY, timedelta()))
        self._tokens.move_to_end(key)
        if len(self._tokens) > TOKENS_MAX:
            self._tokens.popitem(last=False)
        return token


def _object(answer: HttpAnswer) -> dict[str, Any]:
    said = body_of(answer)
    if answer.status != _OK or not isinstance(said.get("errcode"), int):
        raise AnswerLost("no answer of WeChat's")
    return said


def _meaning(said: dict[str, Any]) -> Answer:
    code, words = said["errcode"], _words(said)
    if code == 0:
        return Answer(Kind.ACCEPTED, "", words, str(said.get("msgid", ""))[:64])
    if code in _NOT_NOW:
        return Answer(Kind.RETRY, "overloaded", words)
    if code in _TOKEN_ENDED:
        return Answer(Kind.RETRY, "token_refused", words)
    return Answer(Kind.REFUSED, _CODES.get(code, "provider_refused"), words)


def _words(said: dict[str, Any]) -> str:
    return f"{said.get('errcode', '')} {said.get('errmsg', '')}".strip()
