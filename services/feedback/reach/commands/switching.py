"""What operators see of the programme's messages, and how one is switched off."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.common.written_once import Sent
from services.feedback.reach.commands.context import ReachContext, known_message, rules_of
from services.feedback.reach.domain.section import Message
from services.feedback.reach.domain.switched_off import SwitchedOff, check_instead


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """A message of the programme, and since when nobody gets it; None while they do."""

    message: Message
    off: SwitchedOff | None


async def list_messages(ctx: ReachContext, brand: str) -> Sequence[ListedMessage]:
    """The messages of the programme in force, in its order."""
    rules = await rules_of(ctx, brand)
    return [ListedMessage(each, rules.off.get(code)) for code, each in rules.reach.messages.items()]


async def switch_off(
    ctx: ReachContext, write: Sent, off: SwitchedOff
) -> tuple[ListedMessage, bool]:
    """Let nobody get a message. Raises MESSAGE_NOT_FOUND, InsteadUnfit and REQUEST_ID_REUSED."""
    messages = (await rules_of(ctx, write.brand)).reach.messages
    message = known_message(messages, off.message)
    if off.instead:
        check_instead(message, known_message(messages, off.instead, "instead"))
    after, replayed = await ctx.switches.switch(write, off.message, off)
    return ListedMessage(message, after), replayed


async def switch_on(ctx: ReachContext, write: Sent, code: str) -> tuple[ListedMessage, bool]:
    """Let members get a message again. Raises MESSAGE_NOT_FOUND and REQUEST_ID_REUSED."""
    messages = (await rules_of(ctx, write.brand)).reach.messages
    message = known_message(messages, code)
    after, replayed = await ctx.switches.switch(write, code, None)
    return ListedMessage(message, after), replayed
