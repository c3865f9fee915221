"""What WeChat and WeCom share: tokens that end, and answers with `errcode` and `errmsg`."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from services.feedback.providers.adapters.http import AnswerLost, HttpAnswer, NotSent
from services.feedback.providers.adapters.signed import body_of
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind

TOKEN_EARLY = timedelta(minutes=5)
TOKEN_LONGEST = timedelta(hours=2)
TOKENS_MAX = 1_000
_OK = 200


class Ended(Exception):
    """The answer is known before the call is at its end."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


class Tokens:
    """The tokens of accounts; `ask` brings a new one for the credentials of one."""

    def __init__(self, ask: Callable[[Credentials], Awaitable[HttpAnswer]]) -> None:
        self._ask = ask
        self._tokens: OrderedDict[tuple[str, str, str], tuple[str, datetime]] = OrderedDict()

    async def of(self, credentials: Credentials, now: datetime, *, renewed: bool) -> str:
        """The account's token; a new one where it is to be `renewed`. Raises Ended."""
        key = (credentials.url, credentials.key, credentials.secret)
        known = self._tokens.get(key)
        if known is not None and now < known[1] and not renewed:
            return known[0]
        try:
            answer = await self._ask(credentials)
        except (NotSent, AnswerLost):
            raise Ended(Answer(Kind.RETRY, "away")) from None
        said = body_of(answer)
        token, lasts_s = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lasts_s, int):
            raise Ended(Answer(Kind.RETRY, "token_refused", words_of(said)))
        lasts = min(timedelta(seconds=max(lasts_s, 0)), TOKEN_LONGEST)
        self._tokens[key] = (token, now + max(lasts - TOKEN_EARLY, timedelta()))
        self._tokens.move_to_end(key)
        if len(self._tokens) > TOKENS_MAX:
            self._tokens.popitem(last=False)
        return token


def said_in(answer: HttpAnswer) -> dict[str, Any]:
    """What was answered, with its `errcode`. Raises AnswerLost where it is no such answer."""
    said = body_of(answer)
    if answer.status != _OK or not isinstance(said.get("errcode"), int):
        raise AnswerLost("an answer without errcode")
    return said


def words_of(said: dict[str, Any]) -> str:
    """The code and the words of an answer."""
    return f"{said.get('errcode', '')} {said.get('errmsg', '')}".strip()
