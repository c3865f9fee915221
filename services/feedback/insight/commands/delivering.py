"""Hands reports to operators by the channels that the programme names, each message once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.common.currencies import decimals
from services.common.telemetry import log
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.own_metrics import retired
from services.feedback.insight.domain.report import Report
from services.feedback.insight.domain.report_message import (
    OPEN,
    REPEATABLE,
    Outcome,
    ReportMessage,
    State,
    message_id,
)
from services.feedback.insight.domain.report_words import text, title
from services.feedback.providers.commands import NOT_CONFIGURED, Providers
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing

REPORTS_AT_ONCE = 50
PAGE = "/insight"
RECEIVER = "operators"
STOPPED = "stopped"
_OUTCOMES: Mapping[Kind, Outcome] = {
    Kind.ACCEPTED: Outcome.TAKEN,
    Kind.RETRY: Outcome.RETRY,
    Kind.REFUSED: Outcome.REFUSED,
    Kind.LOST: Outcome.LOST,
}

_log = log("feedback.insight")


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """What messages to operators go by. `console_url` may be ""."""

    providers: Providers
    console_url: str

    @property
    def link(self) -> str:
        """The page of reports in the console; "" where nobody told its address."""
        return f"{self.console_url.rstrip('/')}{PAGE}" if self.console_url else ""


async def deliver_due(ctx: InsightContext, desk: ReportDesk) -> int:
    """Hand over the messages that are due: of how many reports. A report that fails is told in the
    log, and stops no other."""
    reports = await ctx.told.due_reports(ctx.clock.now(), REPORTS_AT_ONCE)
    await asyncio.gather(*(_deliver_or_tell(ctx, desk, each) for each in reports))
    return len(reports)


async def _deliver_or_tell(ctx: InsightContext, desk: ReportDesk, report: Report) -> None:
    try:
        for message in report.messages:
            if message.state in OPEN and message.next_at and message.next_at <= ctx.clock.now():
                await _deliver(ctx, desk, report, message)
    except Exception as error:
        _log.error("report_not_delivered", brand=report.brand, error=repr(error))


async def _deliver(
    ctx: InsightContext, desk: ReportDesk, report: Report, message: ReportMessage
) -> None:
    now = ctx.clock.now()
    if message.state is State.HANDED and message.channel not in REPEATABLE:
        # Whoever handed it over was stopped before the answer was kept.
        lost = message.answered(Outcome.LOST, STOPPED, now)
        await ctx.told.move_message(report, message, lost)
        return
    outgoing = await _outgoing(ctx, desk, report, message)
    handed = message.handed(now)
    if not await ctx.told.move_message(report, message, handed):
        return  # Somebody else has it.
    answer = await desk.providers.send(report.brand, outgoing)
    wait = answer.retry_after or timedelta()
    became = handed.answered(_outcome(answer), answer.code, ctx.clock.now(), wait)
    await ctx.told.move_message(report, handed, became)
    if became.state is not State.SENT:
        _log.warning(
            "report_message_failed",
            brand=report.brand,
            channel=message.channel,
            state=became.state.value,
            code=answer.code,
        )


def _outcome(answer: Answer) -> Outcome:
    # The deployment may get the brand's keys within the hours of the retries.
    return Outcome.RETRY if answer.code == NOT_CONFIGURED else _OUTCOMES[answer.kind]


async def _outgoing(
    ctx: InsightContext, desk: ReportDesk, report: Report, message: ReportMessage
) -> Outgoing:
    known = (await ctx.section(report.brand)).metrics
    currency = await ctx.currency(report.brand)
    before = await ctx.told.report(report.brand, report.period.before)
    codes = {*report.numbers, *(before.numbers if before else ())}
    return Outgoing(
        id=message_id(report.brand, report.period, message),
        channel=message.channel,
        member_id="",
        address=RECEIVER,
        title=title(report, message.language),
        text=text(
            report,
            before,
            {code: known.get(code) or retired(code) for code in codes},
            (currency, decimals(currency)),
            message.language,
            desk.link,
        ),
        language=message.language,
    )
