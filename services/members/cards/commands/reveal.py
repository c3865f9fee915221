"""Showing personal data in clear: only once the audit log has the reason."""

from dataclasses import dataclass
from typing import Protocol

from services.common.text import checked
from services.members.cards.commands.cards import CardStore, one
from services.members.cards.domain import Card
from services.members.context import MembersContext
from services.members.vault.domain import AuditEntry

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
REVEALED = "reveal_member"


class AuditLog(Protocol):
    async def append(self, entry: AuditEntry) -> None:
        """Keep an entry, for ever."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Staff `actor`, in that `role`, asks to see a member in clear, for that `reason`."""

    brand: str
    actor: str
    role: str
    member_id: str
    reason: str


async def reveal(ctx: MembersContext[CardStore], audit: AuditLog, asked: Reveal) -> Card:
    """The card in clear. Raises MemberNotFound; INVALID_ARGUMENT without a reason."""
    reason = checked("reason", asked.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
    card = await one(ctx, asked.brand, asked.member_id)
    await audit.append(
        AuditEntry(
            brand=asked.brand,
            actor=asked.actor,
            role=asked.role,
            action=REVEALED,
            member_id=asked.member_id,
            reason=reason,
            at=ctx.clock.now(),
        )
    )
    return card
