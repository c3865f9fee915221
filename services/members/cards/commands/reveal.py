"""Showing personal data in clear: only once the audit log has the reason."""

from dataclasses import dataclass
from typing import Protocol

from services.common.audit import Action
from services.common.text import checked
from services.members.cards.commands.cards import CardStore, one
from services.members.cards.domain import Card
from services.members.context import MembersContext

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
REVEALED = "members.Members.RevealMember"


class AuditLog(Protocol):
    async def append(self, brand: str, action: Action) -> None:
        """Keep an action, for ever."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Staff `actor`, by `role` and `scopes`, asks to see a member in clear, for that `reason`."""

    brand: str
    actor: str
    role: str
    scopes: tuple[str, ...]
    member_id: str
    reason: str


async def reveal(ctx: MembersContext[CardStore], audit: AuditLog, asked: Reveal) -> Card:
    """The card in clear. Raises MemberNotFound; INVALID_ARGUMENT without a reason."""
    reason = checked("reason", asked.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
    card = await one(ctx, asked.brand, asked.member_id)
    action = Action(
        subject=asked.actor,
        role=asked.role,
        scopes=asked.scopes,
        action=REVEALED,
        reason=reason,
        objects=(("member_id", asked.member_id),),
    )
    await audit.append(asked.brand, action)
    return card
