"""Providers of our own form: SMS gateways, push services, a brand's own program, cars.

POST <url>/messages     x-tessera-key: <key>, and the three headers of Standard Webhooks
{"id": "tch_…", "to": "+86…", "title": "…", "text": "…", "language": "zh"}
    in a car also "only_parked": true, unless it may be shown while the car drives
→ 2xx {"id": "the provider's id"} · 409: it has this id already · 4xx {"message": "…"}: never
  · 429, 503 (Retry-After): not now · other: unknown
"""

from datetime import datetime, timedelta
from typing import Any

import orjson

from services.feedback.providers.adapters.http import AnswerLost, HttpAnswer, NotSent, post
from services.feedback.providers.domain.credentials import Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing
from services.feedback.providers.domain.signature import signed_headers

RETRY_AFTER_S_MAX = 3_600
ID_CHARS_MAX = 128
_HAS_IT = 409
_NOT_NOW = frozenset({429, 503})
_GONE = 410


class SignedProvider:
    """Implements `commands.Provider`."""

    async def send(self, credentials: Credentials, message: Outgoing, now: datetime) -> Answer:
        said: dict[str, Any] = {
            "id": message.id,
            "to": message.address,
            "title": message.title,
            "text": message.text,
            "language": message.language,
        }
        if message.only_parked is not None:
            said["only_parked"] = message.only_parked
        body = orjson.dumps(said)
        headers = signed_headers(credentials.secret, message.id, now, body)
        headers["x-tessera-key"] = credentials.key
        try:
            answer = await post(f"{credentials.url}/messages", headers, body)
        except NotSent:
            return Answer(Kind.RETRY, "away")
        except AnswerLost:
            return Answer(Kind.LOST, "no_answer")
        return _meaning(answer)


def _meaning(answer: HttpAnswer) -> Answer:
    said = body_of(answer)
    words = said.get("message", "")
    words = words if isinstance(words, str) else ""
    if 200 <= answer.status < 300 or answer.status == _HAS_IT:
        given = said.get("id", "")
        provider_id = given[:ID_CHARS_MAX] if isinstance(given, str) else ""
        return Answer(Kind.ACCEPTED, "", words, provider_id)
    if answer.status in _NOT_NOW:
        return Answer(Kind.RETRY, "overloaded", words, retry_after=_seconds(answer.retry_after))
    if answer.status == _GONE:
        return Answer(Kind.REFUSED, "address_gone", words)
    if 400 <= answer.status < 500:
        return Answer(Kind.REFUSED, "provider_refused", words)
    return Answer(Kind.LOST, f"status_{answer.status}", words)


def body_of(answer: HttpAnswer) -> dict[str, Any]:
    """The object in the body; an empty one for anything else."""
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(retry_after: str) -> timedelta | None:
    text = retry_after.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return timedelta(seconds=min(int(text[:9]), RETRY_AFTER_S_MAX))
