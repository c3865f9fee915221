"""WeChat's side of a login: our mini-programs, and the exchange of a code for a person."""

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
"""WeChat's errcode for a code that is wrong, was used, or is blocked."""

_log = telemetry.log("wechat")


@dataclass(frozen=True, slots=True)
class App:
    """A mini-program of a brand."""

    id: str
    brand: str
    secret: str = field(repr=False)

    @property
    def channel(self) -> Caller:
        """Who finds and enrols its members."""
        return Caller(brand=self.brand, subject=CHANNEL, role=Role.CHANNEL)


@dataclass(frozen=True, slots=True)
class WechatIdentity:
    """Who a code was made for."""

    openid: str
    unionid: str = ""


class Exchange(Protocol):
    """What turns a code into a person."""

    async def person(self, app: App, code: str) -> WechatIdentity:
        """Raises Refused for a code that is not good, Refusal OVERLOADED when it can't be told."""
        ...


class Wechat:
    """WeChat's jscode2session."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def person(self, app: App, code: str) -> WechatIdentity:
        """Raises Refused for a code that is not good, Refusal OVERLOADED when it can't be told."""
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
            # Nothing of the request is told: its URL has the secret and the code.
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
