"""A member's check-ins as they stand today: the streak, the last days, the next bonus."""

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import AssetCode, Date, Long
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import check_ins_pb2, wallets_pb2


@strawberry.type(description="A bonus that days running with a check-in bring.")
class CheckInBonus:
    """Source: tessera.points.v1.CheckInBonus."""

    asset: AssetCode = column("The asset.")
    amount: Long = column("The amount, in units of the asset.")


@strawberry.type(description="A day of the brand's calendar, and whether it counts as checked in.")
class CheckInDay:
    """Source: tessera.points.v1.CheckInDay."""

    date: Date = column("The day.")
    checked_in: bool = column("True when the day counts as checked in.")
    made_up: bool = column("True when a make-up card filled the day.")


@strawberry.type(description="The bonus that comes next when the member misses no day.")
class NextCheckInBonus:
    """Source: tessera.points.v1.NextCheckInBonus."""

    in_days: int = column("The check-ins that are still needed, one a day.")
    asset: AssetCode = read(lambda following: following.bonus.asset, "The asset.")
    amount: Long = read(
        lambda following: following.bonus.amount, "The amount, in units of the asset."
    )


def _next_bonus(status: check_ins_pb2.CheckInStatus) -> check_ins_pb2.NextCheckInBonus | None:
    return status.next_bonus if status.HasField("next_bonus") else None


@strawberry.type(description="A member's check-ins, by days in the brand's time zone.")
class CheckIns:
    """Source: tessera.points.v1.CheckInStatus."""

    checked_in_today: bool = column("True when the member checked in today.")
    streak: int = column(
        "The days running with a check-in, up to today; up to yesterday until today has one."
    )
    longest_streak: int = column("The most days running that the member ever had.")
    days: list[CheckInDay] = column(
        "The days before today that a make-up card may fill, the oldest first; the last 7 where the"
        " programme has no cards.",
        size=7,
    )
    make_up_cards: Long = column("The make-up cards that the member can use now.")
    next_bonus: NextCheckInBonus | None = read(
        _next_bonus, "The next bonus; null where the programme gives none for days running."
    )


def check_ins_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the check-ins."""
    return wallet_need(check_ins=True)


def pick_check_ins(wallet: wallets_pb2.Wallet) -> check_ins_pb2.CheckInStatus | None:
    """The check-ins in a wallet; None where the programme has no section check_in."""
    return wallet.check_ins if wallet.HasField("check_ins") else None
