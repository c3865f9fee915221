"""Handing messages to providers, whose failures are told apart."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from prometheus_client import Counter

from services.common.clock import Clock
from services.common.telemetry import log
from services.feedback.providers.domain.credentials import ByBrand, Credentials
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing, kept_words
from services.feedback.providers.domain.pauses import Health
from services.feedback.providers.domain.signature import is_signed

AT_ONCE = 8
"""Messages of one brand that are with one provider at a time."""
WAIT_S = 20.0
"""How long a message waits for its turn at a provider."""
TIMEOUT_S = 10.0
"""How long a provider may take for one message, with all calls that it needs."""
LONGEST_S = WAIT_S + TIMEOUT_S
KNOWN_MAX = 5_000
PAUSED = "provider_paused"
NOT_CONFIGURED = "not_configured"

HANDED = Counter(
    "tessera_messages_handed_total", "Messages handed to providers.", ["channel", "answer"]
)

_log = log("feedback.providers")


@dataclass(frozen=True, slots=True)
class _Line:
    """The way of one brand to one provider."""

    health: Health = field(default_factory=Health)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


@dataclass(frozen=True, slots=True)
class SignedHook:
    """What was posted to us, with the three headers of Standard Webhooks."""

    id: str
    timestamp: str
    signatures: str
    body: bytes = field(repr=False)


class Provider(Protocol):
    """The client of one kind of provider."""

    async def send(self, credentials: Credentials, message: Outgoing, now: datetime) -> Answer:
        """Hand `message` over. An exception stands for an answer that was lost."""
        ...


class StaffProvider(Provider, Protocol):
    """The client of a provider whose messages are tasks for a brand's staff."""

    async def asked(
        self, credentials: Credentials, task_id: str, now: datetime, *, stop: bool
    ) -> Answer:
        """What became of a task, after it was stopped for `stop`: ACCEPTED when it was sent,
        REFUSED when the customer did not get it, RETRY with NOT_CONFIRMED while nobody confirmed
        it. All else means that nobody can tell now."""
        ...


Call = Callable[[Credentials], Awaitable[Answer]]


class CredentialsFile(Protocol):
    """The file of the deployment."""

    def current(self) -> ByBrand:
        """As it is now; the last good one while it is wrong."""
        ...


class Providers:
    """All providers of all brands, each brand's with a health of its own."""

    def __init__(
        self,
        file: CredentialsFile,
        clients: Mapping[str, Provider],
        clock: Clock,
        staff: Mapping[str, StaffProvider] | None = None,
    ) -> None:
        self._file = file
        self._staff = staff or {}
        self._clients = {**clients, **self._staff}
        self._clock = clock
        self._lines: OrderedDict[tuple[str, str], _Line] = OrderedDict()

    def configured(self, brand: str) -> frozenset[str]:
        """The channels for which the brand has credentials."""
        return frozenset(self._file.current().get(brand, {}))

    def credentials(self, brand: str, channel: str) -> Credentials | None:
        """The brand's credentials for a channel."""
        return self._file.current().get(brand, {}).get(channel)

    def signed(self, brand: str, channel: str, hook: SignedHook) -> bool:
        """Whether the brand's provider of the channel signed what was posted to us."""
        known = self.credentials(brand, channel)
        return known is not None and is_signed(
            known.secret, hook.id, hook.timestamp, hook.signatures, hook.body, self._clock.now()
        )

    def paused_until(self, brand: str, channel: str) -> datetime | None:
        """Until when this process leaves the provider alone; None while it does not."""
        line = self._lines.get((brand, channel))
        until = None if line is None else line.health.paused_until
        return until if until is not None and until > self._clock.now() else None

    async def send(self, brand: str, message: Outgoing) -> Answer:
        """Hand `message` over within LONGEST_S: what became of it. Never raises an error."""
        answer = await self._send(brand, message)
        HANDED.labels(message.channel, answer.kind.value).inc()
        return replace(answer, words=kept_words(answer.words, message.address))

    async def asked(self, brand: str, channel: str, task_id: str, *, stop: bool) -> Answer:
        """What became of a task of staff, stopped before for `stop`, as `StaffProvider.asked`
        tells, within LONGEST_S. Never raises an error."""
        client = self._staff.get(channel)
        if client is None:
            return Answer(Kind.RETRY, NOT_CONFIGURED)

        async def call(credentials: Credentials) -> Answer:
            return await client.asked(credentials, task_id, self._clock.now(), stop=stop)

        answer = await self._called(brand, channel, call)
        # The task is still there, whatever became of the brand's keys.
        return replace(answer, kind=Kind.RETRY) if answer.code == NOT_CONFIGURED else answer

    async def _send(self, brand: str, message: Outgoing) -> Answer:
        client = self._clients.get(message.channel)
        if client is None:
            return Answer(Kind.REFUSED, NOT_CONFIGURED)

        async def call(credentials: Credentials) -> Answer:
            return await client.send(credentials, message, self._clock.now())

        return await self._called(brand, message.channel, call)

    async def _called(self, brand: str, channel: str, call: Call) -> Answer:
        credentials = self.credentials(brand, channel)
        if credentials is None:
            return Answer(Kind.REFUSED, NOT_CONFIGURED)
        line = self._line(brand, channel)
        try:
            async with asyncio.timeout(WAIT_S):
                await line.turns.acquire()
        except TimeoutError:
            return Answer(Kind.RETRY, PAUSED)
        try:
            if not line.health.may_call(self._clock.now()):
                return Answer(Kind.RETRY, PAUSED)
            return await self._call(call, credentials, channel, line.health)
        finally:
            line.turns.release()

    def _line(self, brand: str, channel: str) -> _Line:
        line = self._lines.setdefault((brand, channel), _Line())
        self._lines.move_to_end((brand, channel))
        if len(self._lines) > KNOWN_MAX:
            self._lines.popitem(last=False)
        return line

    async def _call(
        self, call: Call, credentials: Credentials, channel: str, health: Health
    ) -> Answer:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                answer = await call(credentials)
        except asyncio.CancelledError:
            health.failed(self._clock.now())
            raise
        except Exception as error:
            # The text of an error may have the request in it, with an address and a token.
            _log.warning("provider_lost", channel=channel, error=type(error).__name__)
            answer = Answer(Kind.LOST, "no_answer")
        if answer.kind is Kind.LOST or answer.code in ("away", "overloaded"):
            health.failed(self._clock.now())
        else:
            health.answered()
        return answer
