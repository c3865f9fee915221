"""Drafting, trying out, approving and stopping broadcasts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.common.text import checked, prose
from services.feedback.broadcasts.domain.broadcast import (
    Broadcast,
    BroadcastChanged,
    BroadcastState,
    Figures,
    Page,
    Request,
    Slice,
    State,
    wish_for,
)
from services.feedback.broadcasts.domain.comparison import Comparison, own_arm, rule_of
from services.feedback.broadcasts.domain.content import Content, content_from
from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.section import Experiment
from services.feedback.reach.commands.context import (
    ReachContext,
    known_message,
    rules_of,
    subject_of,
)
from services.feedback.reach.domain.case import Outcome, Rules
from services.feedback.reach.domain.content import content_of
from services.feedback.reach.domain.decision import decide
from services.feedback.reach.domain.touch import Touch
from services.feedback.timers.domain import Timer

ID_PREFIX = "brc"
NAME_CHARS_MAX, CODE_CHARS_MAX, ID_CHARS_MAX = 60, 48, 128
SPREAD_MINUTES_MAX = 240
WORDS_CHARS_MAX = 500
DECIDED_MAX = 400
"""Members for whom a preview decides."""
SEEN_MAX = 4_000
"""Members among whom it looks for those who take part in a comparison."""


class Segments(Protocol):
    """The members service, which says who is in a segment."""

    async def page(self, brand: str, segment: str, place: str) -> Page:
        """A page of its members. Raises SEGMENT_NOT_FOUND."""
        ...

    async def size(self, brand: str, segment: str) -> int:
        """How many members it has; 0 for one that is not known."""
        ...


Check = Callable[[Broadcast], None]
"""Refuses a write of a broadcast as it is now. No repeat is checked: it gets its answer, whatever
has changed since."""


class Broadcasts(Protocol):
    """Broadcasts of all brands; each call names one, and never shows another's."""

    async def answered_before(self, request: Request) -> Broadcast | None:
        """What this request was answered; None when it is new. Raises REQUEST_ID_REUSED."""
        ...

    async def draft(self, request: Request, broadcast: Broadcast) -> tuple[Broadcast, bool]:
        """Keep a draft once for the request: the draft, and whether that is a repeat."""
        ...

    async def approve(
        self,
        request: Request,
        broadcast_id: str,
        content: Content,
        check: Check,
        start: Callable[[Broadcast], Running | None],
    ) -> tuple[Broadcast, bool]:
        """Give one person's word for `content` once for the request; the last that is needed sets
        the timer of the first slice, and begins the experiment that `start` gives. Raises
        BROADCAST_NOT_FOUND, BroadcastState, BroadcastOwn, BroadcastApproved and what `check` and
        `start` raise."""
        ...

    async def send_winner(
        self, request: Request, broadcast_id: str, message: str, words: str, check: Check
    ) -> tuple[Broadcast, bool]:
        """Send a message to the rest once for the request, with the timer of its first slice, and
        end the experiment if it runs. Raises BROADCAST_NOT_FOUND and what `check` and
        `Broadcast.won` raise."""
        ...

    async def experiment(self, broadcast: Broadcast) -> Running | None:
        """What it compares, once it was approved."""
        ...

    async def stop(self, request: Request, broadcast_id: str) -> tuple[Broadcast, bool]:
        """Stop it once for the request, with the timer that ends what was not handed over. Raises
        BROADCAST_NOT_FOUND and BroadcastState."""
        ...

    async def try_out(self, request: Request, touch: Touch) -> bool:
        """Keep the wish of a trial once for the request: whether that is a repeat."""
        ...

    async def go_through(
        self, timer: Timer, before: Broadcast, after: Broadcast, meant: Slice
    ) -> bool:
        """In one transaction take `timer`, keep the wishes and exposures of a slice, and set the
        timer of the next one, or where `after` is stopped the one that ends what was not handed
        over, unless it was stopped meanwhile: whether it took the timer."""
        ...

    async def wait(self, timer: Timer, until: datetime) -> bool:
        """In one transaction take `timer` and set it anew: whether it took the timer."""
        ...

    async def end_open(self, timer: Timer) -> bool:
        """In one transaction take `timer` and end a slice of what was not handed over: whether it
        took the timer."""
        ...

    async def find(self, brand: str, broadcast_id: str) -> Broadcast | None: ...

    async def figures(self, broadcast: Broadcast) -> Mapping[str, Figures]:
        """What became of each of its messages; one that nobody was to get may be absent."""
        ...

    async def page(self, brand: str, before: str, limit: int) -> Sequence[Broadcast]:
        """The latest broadcasts before the id `before`, or from the latest for ""."""
        ...


@dataclass(frozen=True)
class BroadcastDesk:
    """What operators do with broadcasts."""

    broadcasts: Broadcasts
    segments: Segments
    reach: ReachContext

    async def draft(
        self,
        request: Request,
        name: str,
        segment: str,
        message: str,
        spread_minutes: int,
        comparison: Comparison | None = None,
    ) -> tuple[Broadcast, bool]:
        """Raises INVALID_ARGUMENT, MESSAGE_NOT_FOUND, SEGMENT_NOT_FOUND, REQUEST_ID_REUSED."""
        # Members, which has the segment, may be away when a draft comes again.
        if before := await self.broadcasts.answered_before(request):
            return before, True
        name = checked("name", name, NAME_CHARS_MAX, least=1)
        segment = checked("segment", segment, CODE_CHARS_MAX, least=1)
        message = checked("message", message, CODE_CHARS_MAX, least=1)
        if not 0 <= spread_minutes <= SPREAD_MINUTES_MAX:
            raise invalid("spread_minutes", f"0 to {SPREAD_MINUTES_MAX}")
        rules = await rules_of(self.reach, request.brand)
        known_message(rules.reach.messages, message)
        if comparison is not None:
            comparison.check(message)
            for each in comparison.against:
                known_message(rules.reach.messages, each, "comparison.against")
        await self.segments.page(request.brand, segment, "")
        draft = Broadcast(
            new_id(ID_PREFIX),
            request.brand,
            name,
            segment,
            message,
            timedelta(minutes=spread_minutes),
            request.actor,
            self.reach.clock.now(),
            needed=rules.reach.approvals_for(message),
            comparison=comparison,
        )
        return await self.broadcasts.draft(request, draft)

    async def approve(
        self, request: Request, broadcast_id: str, read: str = ""
    ) -> tuple[Broadcast, bool]:
        """`read` is the digest of the content that the operator read; "" for whatever it is now.
        Raises BroadcastChanged where it is another by now, and what `Broadcasts.approve` raises."""
        if before := await self.broadcasts.answered_before(request):
            return before, True
        read = checked("content", read, CODE_CHARS_MAX)
        rules, now = await rules_of(self.reach, request.brand), self.reach.clock.now()
        asked = await self.get(request.brand, broadcast_id)
        size = await self.segments.size(request.brand, asked.segment)
        approved = await self.content(asked, rules, size)

        def check(_: Broadcast) -> None:
            if read and read != approved.digest:
                raise BroadcastChanged("read it again")

        def start(broadcast: Broadcast) -> Running | None:
            rule = _rule(rules, broadcast)
            return None if rule is None else Running(rule).started(request.actor, now)

        return await self.broadcasts.approve(request, broadcast_id, approved, check, start)

    async def content(self, broadcast: Broadcast, rules: Rules, members: int = 0) -> Content:
        """What it says, and to whom, by the programme of now."""
        known = rules.reach.messages
        messages = {
            code: content_of(known[code], rules.reach) if code in known else ""
            for code in broadcast.messages
        }
        programme = await self.reach.programmes.of(broadcast.brand)
        segments = () if programme is None else programme.document.get("segments", ())
        rule = {each["code"]: each["when"] for each in segments}.get(broadcast.segment, "")
        return content_from(broadcast.segment, rule, messages, members)

    async def send_winner(
        self, request: Request, broadcast_id: str, message: str, words: str
    ) -> tuple[Broadcast, bool]:
        """Raises INVALID_ARGUMENT, MESSAGE_NOT_FOUND, BROADCAST_NOT_FOUND, BroadcastChanged, and
        what `Broadcast.won` raises."""
        message = checked("message", message, CODE_CHARS_MAX, least=1)
        words = checked("words", words, WORDS_CHARS_MAX, least=1, form=prose)
        rules = await rules_of(self.reach, request.brand)
        asked = await self.get(request.brand, broadcast_id)
        now = await self.content(asked, rules)

        def check(broadcast: Broadcast) -> None:
            known_message(rules.reach.messages, message)
            approved = broadcast.content
            if approved and approved.digest != now.digest:
                raise BroadcastChanged("draft another one")

        return await self.broadcasts.send_winner(request, broadcast_id, message, words, check)

    async def stop(self, request: Request, broadcast_id: str) -> tuple[Broadcast, bool]:
        return await self.broadcasts.stop(request, broadcast_id)

    async def try_out(
        self, request: Request, broadcast_id: str, member_id: str, message: str = ""
    ) -> tuple[str, bool]:
        """The id of the touch, and whether that is a repeat. `message` is one of the broadcast's,
        "" for its own."""
        member_id = checked("member_id", member_id, ID_CHARS_MAX, least=1)
        broadcast = await self.get(request.brand, broadcast_id)
        if broadcast.state not in {State.DRAFT, State.SENDING}:
            raise BroadcastState(broadcast.state)
        message = message or broadcast.message
        broadcast.check_sends(message)
        rules = await rules_of(self.reach, request.brand)
        known_message(rules.reach.messages, message)
        now = self.reach.clock.now()
        wish = wish_for(broadcast, member_id, now, request.id, message)
        touch = Touch(wish, now, wake_at=now + rules.reach.gathered(message))
        return wish.id, await self.broadcasts.try_out(request, touch)

    async def preview(self, brand: str, broadcast_id: str) -> tuple[int, int, Figures]:
        """The size of the segment, for how many members it was decided, and what would become of
        their messages."""
        broadcast = await self.get(brand, broadcast_id)
        rules = await rules_of(self.reach, brand)
        rule = _rule(rules, broadcast)
        outcomes: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        decided, seen, place, more = 0, 0, "", True
        now = self.reach.clock.now()
        while more and decided < DECIDED_MAX and seen < SEEN_MAX:
            page = await self.segments.page(brand, broadcast.segment, place)
            seen += len(page.members)
            for member_id in page.members:
                arm = None if rule is None else own_arm(rule, member_id)
                if decided == DECIDED_MAX or (rule is not None and arm is None):
                    continue
                decided += 1
                if arm is not None and not arm.send:
                    outcomes[Outcome.CONTROL] += 1
                    continue
                # What is due later is judged later: a preview says what it would be now.
                sent = "" if arm is None else arm.send
                wish = replace(wish_for(broadcast, member_id, now, message=sent), due=now)
                reached = await self.reach.audience.of(brand, member_id)
                subject = await subject_of(self.reach, brand, reached, rules, [wish])
                decision = decide(wish, subject, rules, now)
                outcomes[decision.outcome] += 1
                if decision.outcome is Outcome.REFUSE:
                    refused[decision.checks[-1].name] += 1
            place, more = page.next_place, bool(page.next_place)
        figures = Figures(
            outcomes[Outcome.SEND], outcomes[Outcome.PUT_OFF], outcomes[Outcome.CONTROL], refused
        )
        return await self.segments.size(brand, broadcast.segment), decided, figures

    async def get(self, brand: str, broadcast_id: str) -> Broadcast:
        """Raises BROADCAST_NOT_FOUND."""
        found = await self.broadcasts.find(brand, broadcast_id)
        if found is None:
            raise Refusal("BROADCAST_NOT_FOUND", broadcast_id, field="broadcast_id")
        return found

    async def with_figures(
        self, brand: str, broadcast_id: str
    ) -> tuple[Broadcast, Mapping[str, Figures], str]:
        """A broadcast, what became of its messages, and the digest of what it says now. Raises
        BROADCAST_NOT_FOUND."""
        broadcast = await self.get(brand, broadcast_id)
        now = await self.content(broadcast, await rules_of(self.reach, brand))
        return broadcast, await self.broadcasts.figures(broadcast), now.digest

    async def page(self, brand: str, before: str, size: int) -> Sequence[Broadcast]:
        return await self.broadcasts.page(brand, before, size + 1)


def _rule(rules: Rules, broadcast: Broadcast) -> Experiment | None:
    """What it compares, by the names that its messages have now. Raises MESSAGE_NOT_FOUND."""
    for code in broadcast.messages:
        known_message(rules.reach.messages, code)
    if broadcast.comparison is None:
        return None
    named = [(code, rules.reach.messages[code].name) for code in broadcast.messages]
    return rule_of(broadcast.id, broadcast.name, named, broadcast.comparison)
