"""Task chains and streaks of a brand, as they stand for a member."""

from datetime import date
from typing import Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.named import Named, named
from gateway.schema.core.scalars import AssetCode, Date, DateTime, Lang, Long, instant, text
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import tasks_pb2, wallets_pb2


def _name(source: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(source.name, context, lang)


def _description(
    task: tasks_pb2.MemberTask, context: RequestContext, lang: Lang = None
) -> str | None:
    return text(task.description, context, lang) if task.HasField("description") else None


def _reward(source: Any) -> tasks_pb2.PlayReward | None:
    return source.reward if source.HasField("reward") else None


NAME = "The name in the language of `lang`, or in the other one where that has none."


@strawberry.type(description="A reward of a step, a task or a streak: one or several of these.")
class PlayReward:
    """Source: tessera.points.v1.PlayReward."""

    asset: AssetCode | None = read(
        lambda reward: reward.asset or None, "The asset; null where it gives no points."
    )
    amount: Long | None = read(
        lambda reward: reward.amount or None, "The amount, in units of the asset."
    )
    coupon: Named | None = read(
        lambda reward: named(reward.coupon_type, reward.coupon_name),
        "The type of the coupon; null where it gives none.",
    )
    badge: Named | None = read(
        lambda reward: named(reward.badge, reward.badge_name),
        "The badge; null where it gives none.",
    )


@strawberry.type(description="A step of a task.")
class TaskStep:
    """Source: tessera.points.v1.TaskStep."""

    code: str = column("The code of the step in its task.")
    name: str = read(_name, NAME)
    done: int = column("The activities that count so far, at most `of`.")
    of: int = column("The activities that it takes.")
    reward: PlayReward | None = read(
        _reward, "The reward of the step; null where only the whole task has one."
    )


@strawberry.type(description="A task as it stands for a member: a chain of steps with rewards.")
class Task:
    """Source: tessera.points.v1.MemberTask."""

    code: str = column("The code of the task in the programme.")
    name: str = read(_name, NAME)
    description: str | None = read(
        _description, "A text about it, in the language of `lang`; null where nothing is said."
    )
    ordered: bool = column("True where a step counts only after the one before is done.")
    steps: list[TaskStep] = column("The steps, in the programme's order.", size=4)
    done: bool = column("True once every step was done.")
    open: bool = column("True while activities of today count for it.")
    starts_on: Date | None = read(
        lambda task: date.fromisoformat(task.first_day) if task.first_day else None,
        "The first day on which activities count, in the brand's zone; null where there is none.",
    )
    ends_at: DateTime | None = read(
        lambda task: instant(task, "end_time"),
        "The time at which it ends, excluded; null where it does not.",
    )
    reward: PlayReward | None = read(
        _reward, "The reward of the whole task; null where only its steps have one."
    )


@strawberry.type(
    description="Days running with an activity, in the brand's time zone, and the reward for them."
)
class Streak:
    """Source: tessera.points.v1.MemberStreak."""

    code: str = column("The code of the streak in the programme.")
    name: str = read(_name, NAME)
    current: int = column("The days running up to today; up to yesterday until today counts.")
    longest: int = column("The most days running that the member ever had.")
    today: bool = column("True when today counts.")
    every: int = column("The days running that bring the reward, each time anew.")
    in_days: int = column("The days that are still needed, without a miss.")
    reward: PlayReward = column("The reward.")


def tasks_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the tasks."""
    return wallet_need(tasks=True)


def pick_tasks(wallet: wallets_pb2.Wallet) -> list[tasks_pb2.MemberTask] | None:
    """The tasks in a wallet; None where the programme has no section tasks."""
    return list(wallet.tasks.tasks) if wallet.HasField("tasks") else None


def streaks_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the streaks."""
    return wallet_need(streaks=True)


def pick_streaks(wallet: wallets_pb2.Wallet) -> list[tasks_pb2.MemberStreak] | None:
    """The streaks in a wallet; None where the programme has no section streaks."""
    return list(wallet.streaks.streaks) if wallet.HasField("streaks") else None
