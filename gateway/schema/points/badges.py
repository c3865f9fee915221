"""The badges of a brand as they stand for a member."""

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import DateTime, Lang, instant, text
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import badges_pb2, wallets_pb2


def _name(badge: badges_pb2.MemberBadge, context: RequestContext, lang: Lang = None) -> str:
    return text(badge.name, context, lang)


def _description(
    badge: badges_pb2.MemberBadge, context: RequestContext, lang: Lang = None
) -> str | None:
    return text(badge.description, context, lang) if badge.HasField("description") else None


@strawberry.type(
    description="A badge as it stands for a member: an honour that a member gets once."
)
class Badge:
    """Source: tessera.points.v1.MemberBadge."""

    code: str = column("The code of the badge in the programme.")
    name: str = read(
        _name, "The name in the language of `lang`, or in the other one where that has none."
    )
    description: str | None = read(
        _description, "The way to get it, in the language of `lang`; null where nothing is said."
    )
    image_url: str | None = read(
        lambda badge: badge.image_url or None, "The address of its picture; null without one."
    )
    held: bool = column("True while the member holds the badge.")
    since: DateTime | None = read(
        lambda badge: instant(badge, "since"), "The time when the member got it; null until then."
    )
    until: DateTime | None = read(
        lambda badge: instant(badge, "until"),
        "The end of its term, excluded; null where it is held for ever, or not had yet.",
    )
    done: int = column("The activities that count for it so far, at most `of`.")
    of: int = column("The activities that it takes; 1 where a tier or a reward brings it.")


def badges_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the badges."""
    return wallet_need(badges=True)


def pick_badges(wallet: wallets_pb2.Wallet) -> list[badges_pb2.MemberBadge] | None:
    """The badges in a wallet; None where the programme has no section badges."""
    return list(wallet.badges.badges) if wallet.HasField("badges") else None
