"""The page behind the link below a message, by which a member wants no more of its kind.

    GET  /opt-out/<brand>/<channel>/<touch>/<code>   → a page that asks, and changes nothing: mail
                                                       and message programs open links by themselves
    POST the same                                    → the consent is withdrawn, and a page says so
    → 200 · 404: no such link · 429: later · 503: send it again

Nobody signs in: the code in the link is the proof, and is good for that member, purpose and channel
alone. The page has no script, loads nothing, and is in the language of the browser.
"""

from collections.abc import Awaitable, Callable, Sequence
from html import escape
from typing import Any

import grpc
from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from gateway.guards.rate_limit import RateLimited, RateLimiter, client_address
from gateway.upstream.clients import Services, watcher
from services.common import deadlines, telemetry
from services.common.errors import reason_of
from tessera.feedback.v1 import reach_pb2

PATH = "/opt-out/{brand}/{channel}/{touch}/{code}"
PART_CHARS_MAX = 128
COST = 20
TIMEOUT_S = 15.0
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}

OPT_OUTS = Counter(
    "tessera_gateway_opt_outs_total", "Opened links below messages.", ["method", "status"]
)

_GONE, _TOO_MANY, _AWAY = 404, 429, 503
_log = telemetry.log("opt_out")

WORDS = {
    "zh": {
        "ask": "不再接收此类消息？",
        "about": "{channel}上的{purpose}消息",
        "do": "不再接收",
        "done": "已退订",
        "kept": "您不会再收到{channel}上的{purpose}消息。可随时在会员页面重新同意。",
        "gone": "链接无效或消息已不存在。",
        "later": "请稍后再试。",
        "purposes": {"MARKETING": "营销", "SURVEY": "调研"},
        "channels": {
            "sms": "短信",
            "push": "应用推送",
            "wechat_subscription": "微信",
            "wecom": "企业微信",
            "in_car": "车机",
            "webhook": "其他渠道",
        },
    },
    "en": {
        "ask": "No more of these messages?",
        "about": "{purpose} messages by {channel}",
        "do": "Stop them",
        "done": "Stopped",
        "kept": (
            "No more {purpose} messages will come by {channel}. You can agree again at any time in"
            " your membership."
        ),
        "gone": "This link is not complete, or its message is gone.",
        "later": "Try again later.",
        "purposes": {"MARKETING": "marketing", "SURVEY": "survey"},
        "channels": {
            "sms": "SMS",
            "push": "the app",
            "wechat_subscription": "WeChat",
            "wecom": "WeCom",
            "in_car": "your car",
            "webhook": "another channel",
        },
    },
}
_PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    "<style>body{{font:17px/1.6 system-ui,sans-serif;max-width:32rem;margin:12vh auto;"
    "padding:0 1.2rem;color:#1a1a1a;background:#fff}}button{{font:inherit;min-height:44px;"
    "padding:.5rem 1.4rem;border:0;border-radius:.5rem;color:#fff;background:#1a1a1a}}"
    "@media(prefers-color-scheme:dark){{body{{color:#eee;background:#111}}"
    "button{{color:#111;background:#eee}}}}</style></head>"
    "<body><main><h1>{title}</h1><p>{text}</p>{form}</main></body></html>"
)


class OptOuts:
    """The endpoint."""

    def __init__(
        self, services: Services, *, rate_limiter: RateLimiter | None = None, proxies: int = 0
    ) -> None:
        self._services = services
        self._rate_limiter = rate_limiter
        self._proxies = proxies

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [
            Route(PATH, self.ask, methods=["GET"]),
            Route(PATH, self.take, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> HTMLResponse:
        """GET: the page with the button."""
        method = self._services.reach.GetOptOut
        return await self._answered(request, method, reach_pb2.GetOptOutRequest)

    async def take(self, request: Request) -> HTMLResponse:
        """POST: the button was pressed. The body is not read."""
        method = self._services.reach.TakeOptOut
        return await self._answered(request, method, reach_pb2.TakeOptOutRequest)

    async def _answered(
        self, request: Request, method: Callable[..., Awaitable[Any]], asks: Callable[..., Any]
    ) -> HTMLResponse:
        lang = _language(request.headers.get("accept-language", ""))
        headers = dict(HEADERS)
        with telemetry.server_span(f"{request.method} /opt-out", dict(request.headers)):
            try:
                async with deadlines.within(TIMEOUT_S):
                    about = await self._about(request, method, asks)
                status = 200
                page = _page(lang, about)
            except RateLimited as limited:
                status, page = _TOO_MANY, _said(lang, "later")
                headers["retry-after"] = str(limited.retry_after_s)
            except deadlines.DeadlineExceeded:
                status, page = _AWAY, _said(lang, "later")
            except grpc.RpcError as error:
                refusal = reason_of(error)
                gone = refusal is not None and refusal.reason == "OPT_OUT_LINK_INVALID"
                if not gone:
                    _log.warning("opt_out_failed", error=type(error).__name__)
                status = _GONE if gone else _AWAY
                page = _said(lang, "gone" if gone else "later")
        OPT_OUTS.labels(request.method, str(status)).inc()
        return HTMLResponse(page, status_code=status, headers=headers)

    async def _about(
        self, request: Request, method: Callable[..., Awaitable[Any]], asks: Callable[..., Any]
    ) -> reach_pb2.OptOut:
        if self._rate_limiter is not None:
            address = client_address(request.scope, self._proxies)
            await self._rate_limiter.charge(None, address, COST)
        parts = {name: request.path_params[name][:PART_CHARS_MAX] for name in ("brand", "channel")}
        asked = asks(
            **parts,
            touch_id=request.path_params["touch"][:PART_CHARS_MAX],
            code=request.path_params["code"][:PART_CHARS_MAX],
        )
        answer = await self._services.write(method, asked, watcher())
        about: reach_pb2.OptOut = answer.opt_out
        return about


def _language(accepted: str) -> str:
    """The first of the two languages that the browser names; Chinese where it names none."""
    named = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")[:20]]
    return next((each for each in named if each in WORDS), "zh")


def _page(lang: str, about: reach_pb2.OptOut) -> str:
    words: Any = WORDS[lang]
    purpose = reach_pb2.MessagePurpose.Name(about.purpose).removeprefix("MESSAGE_PURPOSE_")
    told = {
        "purpose": words["purposes"].get(purpose, ""),
        "channel": words["channels"].get(about.channel, about.channel),
    }
    if about.withdrawn:
        return _said(lang, "kept", title="done", **told)
    form = f'<form method="post"><button>{words["do"]}</button></form>'
    return _said(lang, "about", title="ask", form=form, **told)


def _said(lang: str, said: str, *, title: str = "", form: str = "", **told: str) -> str:
    words: Any = WORDS[lang]
    text = escape(words[said].format(**told))
    return _PAGE.format(lang=lang, title=words[title] if title else text, text=text, form=form)
