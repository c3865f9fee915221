"""Runs of RFM as messages."""

from collections.abc import Sequence

from services.members.segments.domain.rfm import Cuts, RfmSection
from services.members.segments.domain.rfm_run import RfmRun
from tessera.members.v1 import segments_pb2 as pb


def from_runs(
    runs: Sequence[RfmRun], section: RfmSection, currency: str, *, running: bool
) -> pb.GetRfmResponse:
    """Runs that have ended, the latest first and with its table."""
    return pb.GetRfmResponse(
        runs=[_run(run, section, currency, is_latest=n == 0) for n, run in enumerate(runs)],
        running=running,
        declared=True,
    )


def _run(run: RfmRun, section: RfmSection, currency: str, *, is_latest: bool) -> pb.RfmRun:
    table = run.table
    message = pb.RfmRun(
        on=run.on.isoformat(),
        cause=pb.RfmCause.Value(f"RFM_CAUSE_{run.cause.name}"),
        classes=[
            pb.RfmClass(code=code, members=n, value_minor=table.value_minor[code])
            for code, n in sorted(table.by_class.items())
        ],
        members=table.members.total(),
    )
    if run.cuts is not None:
        message.cuts.CopyFrom(_cuts(run.cuts, currency, terciles=run.terciles))
    if run.ended_at is not None:
        message.end_time.FromDatetime(run.ended_at)
    if is_latest:
        message.cells.extend(_cells(run, section))
        message.value_activity.extend(
            pb.ValueActivityCell(high_value=high, active=active, members=n)
            for (high, active), n in sorted(table.by_value.items(), reverse=True)
        )
    return message


def _cells(run: RfmRun, section: RfmSection) -> list[pb.RfmCell]:
    return [
        pb.RfmCell(
            recency=recency,
            frequency=frequency,
            monetary=monetary,
            members=n,
            value_class=section.classes.get((recency, monetary), ""),
        )
        for (recency, frequency, monetary), n in sorted(run.table.members.items(), reverse=True)
    ]


def _cuts(cuts: Cuts, currency: str, *, terciles: bool) -> pb.RfmCuts:
    return pb.RfmCuts(
        recency_days=cuts.recency_days,
        orders=cuts.orders,
        spent_minor=cuts.spent_minor,
        terciles=terciles,
        currency=currency,
    )
