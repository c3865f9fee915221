"""WeChat's subscription messages of a mini-program.

Sources: developers.weixin.qq.com, `getStableAccessToken` (POST /cgi-bin/stable_token) and
`sendMessage` (POST /cgi-bin/message/subscribe/send). A stable token stays the same for all
processes that ask for it, until five minutes before its end.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson

from services.feedback.providers.adapters.http import AnswerLost, HttpAnswer, NotSent, post
from services.feedback.providers.adapters.tencent import Ended, Tokens, said_in, words_of
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing

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


class Wechat:
    """Implements `commands.Provider`, and keeps the tokens of the mini-programs."""

    def __init__(self) -> None:
        self._tokens = Tokens(_new_token)

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
        except Ended as refused:
            return refused.answer
        except NotSent:
            return Answer(Kind.RETRY, "away")
        except AnswerLost:
            return Answer(Kind.LOST, "no_answer")
        return _meaning(said)

    async def _sent(
        self, credentials: Credentials, body: bytes, now: datetime, *, renewed: bool
    ) -> dict[str, Any]:
        token = await self._tokens.of(credentials, now, renewed=renewed)
        query = urlencode({"access_token": token})
        url = f"{credentials.url}/cgi-bin/message/subscribe/send?{query}"
        return said_in(await post(url, {}, body))


async def _new_token(credentials: Credentials) -> HttpAnswer:
    body = orjson.dumps(
        {
            "grant_type": "client_credential",
            "appid": credentials.key,
            "secret": credentials.secret,
            "force_refresh": False,
        }
    )
    return await post(f"{credentials.url}/cgi-bin/stable_token", {}, body)


def _meaning(said: dict[str, Any]) -> Answer:
    code, words = said["errcode"], words_of(said)
    if code == 0:
        return Answer(Kind.ACCEPTED, "", words, str(said.get("msgid", ""))[:64])
    if code in _NOT_NOW:
        return Answer(Kind.RETRY, "overloaded", words)
    if code in _TOKEN_ENDED:
        return Answer(Kind.RETRY, "token_refused", words)
    return Answer(Kind.REFUSED, _CODES.get(code, "provider_refused"), words)
