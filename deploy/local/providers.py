"""Providers of messages for one machine: `python -m deploy.local.providers`, started by the runner.

They take SMS, push and webhook messages in our own form, with its signature checked, WeChat's
subscription messages with a token, each once by its id, and WeCom's tasks for staff
(`deploy.local.wecom_desk`), and what WeCom's robot says to operators. WeChat's login takes the code
`user-NAME`, and its phone number the code `phone-13800000000`, once. What they took is listed at
/messages. They
deliver nothing, say that they did, and let a member reply (POST /replies). Each can be told to
misbehave, to see what becomes of messages then:

    POST /moods {"channel": "sms", "mood": "away", "times": 3}
        away: 503 · broken: 400 · slow: answers after 15 s · lost: takes it, and hangs up ·
        a number: that errcode of WeChat's or WeCom's
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from deploy.local import ports, wecom_desk
from deploy.local.wecom_desk import WecomDesk
from services.common.settings import load
from services.feedback.providers.adapters.http import AnswerLost, NotSent, post
from services.feedback.providers.domain.credentials import (
    OPERATORS_WEBHOOK,
    SIGNED,
    WECHAT,
    WECOM,
    WECOM_ROBOT,
    Credentials,
    credentials_of,
)
from services.feedback.providers.domain.signature import is_signed, signed_headers

FILE = "providers.json"
APPS_FILE = "wechat_apps.json"
BRANDS = ("tea", "retail", "fashion", "car")
"""Those of the example programmes."""
BODY_BYTES_MAX = 16 * 1024
KEPT_MAX = 1_000
SLOW_S = 15.0
TOKEN_LASTS_S = 7_200
RECEIPT_WAITS_S = (1, 5, 30, 120)
RETRIED = 500
MOODS = ("away", "broken", "slow", "lost", *wecom_desk.MOODS)


class Desk:
    """Takes messages for all brands of the file, and remembers the latest KEPT_MAX."""

    def __init__(self, known: Mapping[str, Mapping[str, Credentials]], hooks_url: str = "") -> None:
        """Receipts go to the gateway at `hooks_url`; without one there are none."""
        self._known = known
        self._hooks_url = hooks_url
        self._telling: set[asyncio.Task[None]] = set()
        self._tokens: dict[str, str] = {}
        self._phone_codes: set[str] = set()
        self._moods: dict[str, deque[str]] = {}
        self.messages: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self.wecom = WecomDesk(known, self._mood, self._keep)
        self.calls: list[tuple[str, str]] = []
        """The channel and the id of each call, repeats too."""

    def _tell(self, brand: str, channel: str, event: dict[str, Any]) -> None:
        if self._hooks_url:
            task = asyncio.create_task(self._post(brand, channel, event))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _post(self, brand: str, channel: str, event: dict[str, Any]) -> None:
        """Tell the gateway, as a provider does: until it was heard."""
        secret = self._known[brand][channel].secret
        body = json.dumps({"events": [event]}).encode()
        url = f"{self._hooks_url}/hooks/{brand}/{channel}"
        for wait_s in RECEIPT_WAITS_S:
            await asyncio.sleep(wait_s)
            headers = signed_headers(secret, secrets.token_hex(8), datetime.now(UTC), body)
            with suppress(NotSent, AnswerLost):
                if (await post(url, headers, body)).status < RETRIED:
                    return

    async def reply(self, request: Request) -> Response:
        """POST /replies {"brand": "tea", "from": "+86…", "text": "TD"}: a reply to an SMS."""
        said = await request.json()
        event = {"kind": "reply", "id": secrets.token_hex(8), "from": said["from"]}
        self._tell(said["brand"], "sms", {**event, "text": said["text"]})
        return Response(status_code=204)

    def misbehave(self, channel: str, mood: str, times: int = 1) -> None:
        """Let the next calls of `channel` go wrong."""
        self._moods.setdefault(channel, deque()).extend([mood] * times)

    async def take(self, request: Request) -> Response:
        """A message in our own form."""
        brand, channel = request.path_params["brand"], request.path_params["channel"]
        known = self._known.get(brand, {}).get(channel)
        body = await request.body()
        if known is None or len(body) > BODY_BYTES_MAX:
            return JSONResponse({"message": "no such client"}, 404)
        id_, at_s, signatures = (
            request.headers.get(f"webhook-{each}", "") for each in ("id", "timestamp", "signature")
        )
        # By the time that is told: those who call may keep a clock of their own, as tests do.
        told = datetime.fromtimestamp(int(at_s) if at_s.isdigit() else 0, UTC)
        signed = is_signed(known.secret, id_, at_s, signatures, body, told)
        if not signed or request.headers.get("x-tessera-key") != known.key:
            return JSONResponse({"message": "the signature is wrong"}, 401)
        return await self._answer(brand, channel, json.loads(body))

    async def _answer(self, brand: str, channel: str, said: dict[str, Any]) -> Response:
        self.calls.append((channel, said["id"]))
        mood = self._mood(channel)
        if mood == "away":
            return JSONResponse({"message": "try later"}, 503, {"retry-after": "1"})
        if mood == "broken":
            return JSONResponse({"message": f"{said['to']} is no address"}, 400)
        if mood == "slow":
            await asyncio.sleep(SLOW_S)
        known = f"{brand}/{channel}/{said['id']}" in self.messages
        if channel in SIGNED and not known and mood != "lost":
            self._tell(brand, channel, {"kind": "status", "id": said["id"], "status": "delivered"})
        self._keep(brand, channel, said["id"], said)
        if mood == "lost":
            return _hang_up()
        return JSONResponse({"id": f"{channel}_{said['id']}"}, 409 if known else 202)

    async def token(self, request: Request) -> Response:
        """WeChat's token, the same until its end."""
        brand, asked = request.path_params["brand"], await request.json()
        known = self._known.get(brand, {}).get(WECHAT)
        if known is None or (asked.get("appid"), asked.get("secret")) != (known.key, known.secret):
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        token = self._tokens.setdefault(brand, secrets.token_hex(16))
        return JSONResponse({"access_token": token, "expires_in": TOKEN_LASTS_S})

    def end_tokens(self) -> None:
        """As when somebody else had a token made."""
        self._tokens.clear()

    async def app_token(self, request: Request) -> Response:
        """WeChat's token of a mini-program by its id, as the gateway asks for it."""
        asked = await request.json()
        brand = self._brand(asked.get("appid"), asked.get("secret"))
        if not brand:
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        token = self._tokens.setdefault(brand, secrets.token_hex(16))
        return JSONResponse({"access_token": token, "expires_in": TOKEN_LASTS_S})

    async def code_to_session(self, request: Request) -> Response:
        """WeChat's login: the code `user-NAME` is the user NAME."""
        asked = request.query_params
        brand = self._brand(asked.get("appid"), asked.get("secret"))
        name = asked.get("js_code", "").removeprefix("user-")
        if not brand or name == asked.get("js_code"):
            return JSONResponse({"errcode": 40029, "errmsg": "invalid code"})
        return JSONResponse({"openid": f"o-{brand}-{name}", "session_key": "none"})

    async def phone_number(self, request: Request) -> Response:
        """WeChat's getPhoneNumber: the code `phone-13800000000` is that number, once."""
        code = str((await request.json()).get("code", ""))
        if request.query_params.get("access_token") not in self._tokens.values():
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        number = code.removeprefix("phone-")
        if number == code or not number.isdigit() or code in self._phone_codes:
            return JSONResponse({"errcode": 40029, "errmsg": "invalid code"})
        self._phone_codes.add(code)
        told = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86"}
        return JSONResponse({"errcode": 0, "errmsg": "ok", "phone_info": told})

    def _brand(self, app_id: object, secret: object) -> str:
        """The brand of a mini-program; "" with a wrong secret."""
        for brand, channels in self._known.items():
            known = channels.get(WECHAT)
            if known is not None and (app_id, secret) == (known.key, known.secret):
                return brand
        return ""

    async def subscribe_send(self, request: Request) -> Response:
        """WeChat's subscription message."""
        brand, said = request.path_params["brand"], await request.json()
        token = self._tokens.get(brand)
        if token is None or request.query_params.get("access_token") != token:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        number = len(self.calls)
        self.calls.append((WECHAT, said["template_id"]))
        mood = self._mood(WECHAT)
        if mood == "slow":
            await asyncio.sleep(SLOW_S)
        elif mood.isdigit():
            return JSONResponse({"errcode": int(mood), "errmsg": f"refused {said['touser']}"})
        elif mood in ("away", "broken"):
            return JSONResponse({"errcode": -1, "errmsg": "system error"})
        self._keep(brand, WECHAT, str(number), said)
        return (
            _hang_up()
            if mood == "lost"
            else JSONResponse({"errcode": 0, "errmsg": "ok", "msgid": number})
        )

    async def robot_send(self, request: Request) -> Response:
        """What WeCom's robot says to operators; it knows no ids."""
        brand, said = request.path_params["brand"], await request.json()
        known = self._known.get(brand, {}).get(WECOM_ROBOT)
        if known is None or request.query_params.get("key") != known.secret:
            return JSONResponse({"errcode": 93000, "errmsg": "invalid webhook url"})
        number = len(self.calls)
        self.calls.append((WECOM_ROBOT, str(number)))
        mood = self._mood(WECOM_ROBOT)
        if mood == "slow":
            await asyncio.sleep(SLOW_S)
        elif mood.isdigit() or mood in ("away", "broken"):
            code = int(mood) if mood.isdigit() else -1
            return JSONResponse({"errcode": code, "errmsg": "refused"})
        self._keep(brand, WECOM_ROBOT, str(number), said)
        return _hang_up() if mood == "lost" else JSONResponse({"errcode": 0, "errmsg": "ok"})

    def _mood(self, channel: str) -> str:
        moods = self._moods.get(channel)
        return moods.popleft() if moods else ""

    def _keep(self, brand: str, channel: str, id_: str, said: dict[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.messages.setdefault(
            f"{brand}/{channel}/{id_}", {"brand": brand, "channel": channel, "at": at, **said}
        )
        while len(self.messages) > KEPT_MAX:
            self.messages.popitem(last=False)

    def of(self, channel: str) -> list[dict[str, Any]]:
        """What a channel took, each once."""
        return [each for each in self.messages.values() if each["channel"] == channel]

    async def list_messages(self, request: Request) -> Response:
        """GET /messages: the latest first."""
        return JSONResponse(list(reversed(self.messages.values())))

    async def mood(self, request: Request) -> Response:
        """POST /moods."""
        said = await request.json()
        mood, times = str(said.get("mood", "")), said.get("times", 1)
        if mood not in MOODS and not mood.isdigit():
            return JSONResponse({"message": f"one of {', '.join(MOODS)}, or a number"}, 400)
        self.misbehave(str(said.get("channel", "")), mood, min(int(times), KEPT_MAX))
        return Response(status_code=204)


def _hang_up() -> Response:
    async def nothing() -> AsyncIterator[bytes]:
        yield b"{"
        raise ConnectionResetError

    return StreamingResponse(nothing(), headers={"content-length": "100"})


def make_app(desk: Desk) -> Starlette:
    """The application of `desk`."""

    async def health(request: Request) -> Response:
        return Response()

    return Starlette(
        routes=[
            Route("/healthz", health),
            Route("/messages", desk.list_messages),
            Route("/replies", desk.reply, methods=["POST"]),
            Route("/moods", desk.mood, methods=["POST"]),
            Route("/wechat/cgi-bin/stable_token", desk.app_token, methods=["POST"]),
            Route("/wechat/sns/jscode2session", desk.code_to_session),
            Route("/wechat/wxa/business/getuserphonenumber", desk.phone_number, methods=["POST"]),
            Route("/{brand}/wechat/cgi-bin/stable_token", desk.token, methods=["POST"]),
            Route(
                "/{brand}/wechat/cgi-bin/message/subscribe/send",
                desk.subscribe_send,
                methods=["POST"],
            ),
            *desk.wecom.routes(),
            Route(
                f"/{{brand}}/{WECOM_ROBOT}/cgi-bin/webhook/send",
                desk.robot_send,
                methods=["POST"],
            ),
            Route("/{brand}/{channel}/messages", desk.take, methods=["POST"]),
        ]
    )


def document(url: str, brands: Sequence[str], secret: str) -> dict[str, Any]:
    """The file by which feedback knows the providers at `url`."""
    return {
        brand: {
            **{
                channel: {"url": f"{url}/{brand}/{channel}", "key": brand, "secret": secret}
                for channel in (*SIGNED, OPERATORS_WEBHOOK)
            },
            WECHAT: {
                "url": f"{url}/{brand}/wechat",
                "app_id": f"wx-{brand}",
                "secret": secret,
                "state": "developer",
                "callback_token": secret,
            },
            WECOM: {"url": f"{url}/{brand}/wecom", "corp_id": f"ww-{brand}", "secret": secret},
            WECOM_ROBOT: {"url": f"{url}/{brand}/{WECOM_ROBOT}", "secret": secret},
        }
        for brand in brands
    }


def prepare(folder: Path, url: str, brands: Sequence[str]) -> Path:
    """The file of the providers in `folder`; its secret is new each time it is made."""
    path = folder / FILE
    made = document(url, brands, secrets.token_hex(32))
    path.touch(0o600)
    path.write_text(json.dumps(made, indent=1), "utf-8")
    return path


def prepare_apps(folder: Path, known: Path) -> Path:
    """The file by which the gateway knows the mini-programs of the file `known`."""
    path = folder / APPS_FILE
    told = {brand: channels[WECHAT] for brand, channels in json.loads(known.read_text()).items()}
    made = {
        each["app_id"]: {"brand": brand, "secret": each["secret"]} for brand, each in told.items()
    }
    path.touch(0o600)
    path.write_text(json.dumps(made, indent=1), "utf-8")
    return path


def wechat_variables(port: int, folder: Path, known: Path) -> dict[str, str]:
    """The settings by which the gateway takes the providers at `port` for WeChat."""
    url = f"http://{ports.HOST}:{port}/wechat"
    return {
        "TESSERA_WECHAT_APPS": str(prepare_apps(folder, known)),
        "TESSERA_WECHAT_URL": f"{url}/sns/jscode2session",
        "TESSERA_WECHAT_API_URL": url,
    }


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Filled from TESSERA_… variables."""

    port: int
    """The port to listen on."""
    providers: Path
    """The file by which feedback knows the providers."""
    hooks_url: str = ""
    """The address of the gateway, which takes receipts."""


def main() -> None:
    """Serve until a signal."""
    settings = load(Settings)
    known = credentials_of(json.loads(settings.providers.read_text("utf-8")), plain=True)
    app = make_app(Desk(known, settings.hooks_url))
    uvicorn.run(app, host=ports.HOST, port=settings.port, log_level="critical", server_header=False)


if __name__ == "__main__":
    main()
