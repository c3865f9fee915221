"""Whoever has the link below a message wants no more of its kind on its channel."""

from dataclasses import dataclass, replace

from services.common.errors import Refusal
from services.feedback.audience.domain import Purpose, Reached
from services.feedback.channels.domain import CONTACT_CHANNELS
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.receiving import ReceivingContext


@dataclass(frozen=True, slots=True)
class Link:
    """The parts of a link as a browser sent them."""

    brand: str
    channel: str
    touch_id: str
    code: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """What a link is about; `withdrawn` is True for a member who agrees to no more of it."""

    purpose: Purpose
    channel: str
    withdrawn: bool


async def read_link(ctx: ReceivingContext, link: Link) -> OptOut:
    """What the link is about; it changes nothing. Raises OPT_OUT_LINK_INVALID."""
    _, about = await _found(ctx.reach, link)
    return about


async def opt_out(ctx: ReceivingContext, link: Link) -> OptOut:
    """Withdraw the consent that the link is about; once it is withdrawn, nothing more happens.

    Raises OPT_OUT_LINK_INVALID, and what passes by itself while members is away.
    """
    reached, about = await _found(ctx.reach, link)
    if about.withdrawn:
        return about
    # A member who agreed again since means it anew: the id has the word that is taken back.
    said = reached.said(about.purpose, CONTACT_CHANNELS[link.channel])
    since = 0 if said is None else int(said.at.timestamp() * 1000)
    link_id = f"{link.touch_id}/{link.channel}/{since}"
    whose = (link.brand, reached.member_id, about.purpose, link.channel)
    await ctx.replies.withdraw_by_link(*whose, link_id)
    return replace(about, withdrawn=True)


async def _found(ctx: ReachContext, link: Link) -> tuple[Reached, OptOut]:
    links, brand = await ctx.links.links(), link.brand
    ours = links is not None and links.is_sound(brand, link.touch_id, link.channel, link.code)
    touch = await ctx.touches.find(brand, link.touch_id) if ours else None
    if touch is None or touch.purpose in (None, Purpose.SERVICE):
        raise Refusal("OPT_OUT_LINK_INVALID", "of no message, or of none that needs consent")
    reached = await ctx.audience.of(brand, touch.wish.member_id)
    if reached is None:
        raise Refusal("OPT_OUT_LINK_INVALID", "the member is no more")
    assert touch.purpose is not None
    said = reached.said(touch.purpose, CONTACT_CHANNELS[link.channel])
    withdrawn = said is not None and not said.granted
    return reached, OptOut(touch.purpose, link.channel, withdrawn)
