"""The login of WeChat: our mini-programs, and the exchange of a code for an identity."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import orjson

from gateway.core.errors import Code, Refused
from gateway.upstream.clients import CHANNEL
from gateway.upstream.http_client import FetchError, get
from services.common import telemetry
from services.common.auth import Caller, Role
from services.common.errors import Refusal
from services.common.settings import SettingsError

EXCHANGE_TIMEOUT_S = 3.0
_CODE_INVALID = frozenset({40029, 40163, 40226})
"""WeChat's errcodes for a code that is wrong, used or blocked."""

_log = telemetry.log("wechat")


@dataclass(frozen=True, slots=True)
class App:
    """A mini-program of a brand."""

    id: str
    brand: str
    secret: str = field(repr=False)

    @property
    def channel(self) -> Caller:
        """The caller that finds and enrols its members."""
        return Caller(brand=self.brand, subject=CHANNEL, role=Role.CHANNEL)


@dataclass(frozen=True, slots=True)
class WechatIdentity:
    """The WeChat user that a code was made for."""

    openid: str
    unionid: str = ""


class Exchange(Protocol):
    """The exchange of a code for an identity."""

    async def person(self, app: App, code: str) -> WechatIdentity:
        """The identity. Raises Refused for an invalid code, OVERLOADED without an answer."""
        ...


class Wechat:
    """WeChat's jscode2session."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def person(self, app: App, code: str) -> WechatIdentity:
        """The identity. Raises Refused for an invalid code, OVERLOADED without an answer."""
        query = {
            "appid": app.id,
            "secret": app.secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        try:
            async with asyncio.timeout(EXCHANGE_TIMEOUT_S):
                answer = orjson.loads(await get(self._url, query))
        except (FetchError, TimeoutError, orjson.JSONDecodeError) as error:
            # The log gets nothing of the request: its URL has the secret and the code.
            _log.warning("wechat_away", error=type(error).__name__)
            raise Refusal("OVERLOADED", "WeChat does not answer") from None
        if not isinstance(answer, dict):
            raise Refusal("OVERLOADED", "WeChat answers nonsense")
        failure = answer.get("errcode", 0)
        if failure in _CODE_INVALID:
            raise Refused(Code.LOGIN_CODE_INVALID, "The code is not, or no longer, valid.")
        openid, unionid = answer.get("openid"), answer.get("unionid") or ""
        if failure or not isinstance(openid, str) or not openid or not isinstance(unionid, str):
            _log.warning("wechat_refused", errcode=failure)
            raise Refusal("OVERLOADED", "WeChat refuses")
        return WechatIdentity(openid, unionid)


def read_apps(path: Path) -> dict[str, App]:
    """The apps in a file such as {"wx…": {"brand": "tea", "secret": "…"}}. Raises SettingsError."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        apps = {each: App(each, row["brand"], row["secret"]) for each, row in rows.items()}
        for app in apps.values():
            _ = app.channel
    except OSError as error:
        raise SettingsError(f"TESSERA_WECHAT_APPS: cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"TESSERA_WECHAT_APPS: {path}: expected brand and secret of each app"
        ) from error
    return apps
