"""Showing personal data in clear, which is always written down first."""

from typing import Protocol

from services.common.clock import Clock
from services.common.errors import invalid
from services.members.cards.commands.cards import CardStore, one
from services.members.cards.domain import Card
from services.members.programme.commands.rulebook import RuleBook
from services.members.vault.domain import AuditEntry

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
REVEALED = "reveal_member"


class AuditLog(Protocol):
    async def append(self, entry: AuditEntry) -> None:
        """Keep an entry, for ever."""


async def reveal(
    store: CardStore,
    audit: AuditLog,
    rulebook: RuleBook,
    clock: Clock,
    *,
    brand: str,
    actor: str,
    role: str,
    member_id: str,
    reason: str,
) -> Card:
    """The card in clear. Raises MemberNotFound; INVALID_ARGUMENT without a reason."""
    why = reason.strip()
    if not REASON_CHARS_MIN <= len(why) <= REASON_CHARS_MAX:
        raise invalid("reason", f"{REASON_CHARS_MIN} to {REASON_CHARS_MAX} characters")
    card = await one(store, rulebook, clock, brand, member_id)
    await audit.append(AuditEntry(brand, actor, role, REVEALED, member_id, why, clock.now()))
    return card
