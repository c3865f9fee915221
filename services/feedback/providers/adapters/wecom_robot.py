"""The robot of a group in WeCom, which says what operators are told.

Source: developer.work.weixin.qq.com, robots of groups (91770): POST /cgi-bin/webhook/send?key=…, at
most 20 messages a minute and 4,096 bytes of Markdown. A robot knows no ids, so a repeat is a second
message.
"""

from datetime import datetime
from urllib.parse import urlencode

import orjson

from services.feedback.providers.adapters.http import AnswerLost, NotSent, post
from services.feedback.providers.adapters.tencent import said_in, words_of
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing

_NOT_NOW = frozenset({-1, 45009, 45033})
_CODES = {40058: "content_unfit", 93000: "key_refused"}


class WecomRobot:
    """Implements `commands.Provider`."""

    async def send(self, credentials: Credentials, message: Outgoing, now: datetime) -> Answer:
        said = f"**{message.title}**\n{message.text}"
        body = orjson.dumps({"msgtype": "markdown", "markdown": {"content": said}})
        query = urlencode({"key": credentials.secret})
        try:
            answer = await post(f"{credentials.url}/cgi-bin/webhook/send?{query}", {}, body)
            told = said_in(answer)
        except NotSent:
            return Answer(Kind.RETRY, "away")
        except AnswerLost:
            return Answer(Kind.LOST, "no_answer")
        code, words = told["errcode"], words_of(told)
        if code == 0:
            return Answer(Kind.ACCEPTED, "", words)
        if code in _NOT_NOW:
            return Answer(Kind.RETRY, "overloaded", words)
        return Answer(Kind.REFUSED, _CODES.get(code, "provider_refused"), words)
