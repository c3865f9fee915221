"""The phone number that a WeChat user allowed a mini-program to have.

Sources: developers.weixin.qq.com, `getPhoneNumber` (POST /wxa/business/getuserphonenumber) and
`getStableAccessToken` (POST /cgi-bin/stable_token): a stable token is the same for every process
that asks for it. A code is good once, for five minutes.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from gateway.upstream.http_client import FetchError, post
from gateway.upstream.wechat import App
from services.common import telemetry
from services.common.errors import Refusal, invalid

TIMEOUT_S = 4.0
WAITING_MAX = 32
DIGITS_MAX = 20
_TOKEN_OVER = frozenset({40001, 40014, 42001})
_CODE_INVALID = frozenset({40029, 40163, 47001})

_log = telemetry.log("wechat")


@dataclass(slots=True)
class WechatPhones:
    """Asks WeChat, for the apps of our list."""

    url: str
    apps: Mapping[str, App]
    _tokens: dict[str, str] = field(default_factory=dict)
    _waiting: int = 0

    def app(self, brand: str, app_id: str | None) -> App:
        """The brand's app of that id, or its only one. Raises INVALID_ARGUMENT."""
        own = {app.id: app for app in self.apps.values() if app.brand == brand}
        if app_id is None and len(own) == 1:
            return next(iter(own.values()))
        app = own.get(app_id or "")
        if app is None:
            raise invalid("appId", "one of the brand's mini-programs")
        return app

    async def phone(self, app: App, code: str) -> str:
        """The number in E.164 that the user allowed with this code.

        Raises PHONE_CODE_EXPIRED for a code that is wrong or used, OVERLOADED without an answer.
        """
        if self._waiting >= WAITING_MAX:
            raise Refusal("OVERLOADED", "too many at once")
        self._waiting += 1
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._phone(app, code)
        except (FetchError, TimeoutError, orjson.JSONDecodeError) as error:
            # The log gets nothing of the request: it has the secret, or the code.
            _log.warning("wechat_away", error=type(error).__name__)
            raise Refusal("OVERLOADED", "WeChat does not answer") from None
        finally:
            self._waiting -= 1

    async def _phone(self, app: App, code: str) -> str:
        answer = await self._ask(app, code)
        if answer.get("errcode") in _TOKEN_OVER:
            # Somebody else had a token made; the code is not spent by that.
            self._tokens.pop(app.id, None)
            answer = await self._ask(app, code)
        failure = answer.get("errcode", 0)
        if failure in _CODE_INVALID:
            raise Refusal("PHONE_CODE_EXPIRED", "WeChat does not know the code", field="code")
        told = answer.get("phone_info")
        if failure or not isinstance(told, dict):
            _log.warning("wechat_refused", errcode=failure)
            raise Refusal("OVERLOADED", "WeChat refuses")
        country, number = str(told.get("countryCode", "")), str(told.get("purePhoneNumber", ""))
        both = country + number
        if not (country and number and both.isascii() and both.isdigit()):
            raise Refusal("OVERLOADED", "WeChat answers nonsense")
        return f"+{both[:DIGITS_MAX]}"

    async def _ask(self, app: App, code: str) -> dict[str, Any]:
        token = self._tokens.get(app.id)
        if token is None:
            token = self._tokens[app.id] = await self._token(app)
        url = f"{self.url}/wxa/business/getuserphonenumber"
        return _object(await post(url, {"access_token": token}, json.dumps({"code": code})))

    async def _token(self, app: App) -> str:
        asked = {"grant_type": "client_credential", "appid": app.id, "secret": app.secret}
        answer = _object(await post(f"{self.url}/cgi-bin/stable_token", {}, json.dumps(asked)))
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            _log.warning("wechat_refused", errcode=answer.get("errcode"))
            raise Refusal("OVERLOADED", "WeChat gives no token")
        return token


def _object(body: bytes) -> dict[str, Any]:
    answer = orjson.loads(body)
    return answer if isinstance(answer, dict) else {}
