"""A brand's figures by SQL of DuckDB, which shares no day, no week and no formula with insight.

It is told what members did by its instants, and finds local days by its own time zones.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from services.feedback.insight.domain.bucket import Bucket, Count
from services.feedback.insight.domain.happening import Happening
from services.feedback.insight.domain.period import Grain, Period

OFFSETS = (1, 2, 3, 7, 14, 30, 60, 90)
FIRST_OF = {
    Grain.DAY: "day",
    Grain.WEEK: "date_trunc('week', day)::DATE",
    Grain.MONTH: "date_trunc('month', day)::DATE",
}
LAST_OF = {
    Grain.DAY: "first",
    Grain.WEEK: "first + 6",
    Grain.MONTH: "last_day(first)",
}


@dataclass
class _Sums:
    """What a period adds up to, while it is read."""

    kinds: dict[str, Count] = field(default_factory=dict)
    members: tuple[int, int, int, int] = (0, 0, 0, 0)
    repeaters: tuple[int, int] = (0, 0)
    cohorts: dict[date, int] = field(default_factory=dict)
    stores: defaultdict[str, dict[str, Count]] = field(default_factory=lambda: defaultdict(dict))


class Oracle:
    """The happenings of one brand, whose days are those of `zone`. Enrolments are the first of a
    member's happenings."""

    def __init__(self, zone: str, happenings: Iterable[Happening]) -> None:
        self._db = duckdb.connect()
        told = list(happenings)
        # Column by column: DuckDB takes a row at a time in a millisecond.
        columns: Mapping[str, list[Any]] = {
            "m": [each.member_id for each in told],
            "k": [each.kind for each in told],
            "us": [round(each.at.timestamp() * 1_000_000) for each in told],
            "v": [each.minor for each in told],
            "s": [each.store_id for each in told],
        }
        self._db.execute(
            """CREATE TABLE told AS SELECT unnest($m) AS m, unnest($k) AS k,
                 (make_timestamptz(unnest($us)) AT TIME ZONE $zone)::DATE AS day,
                 unnest($v)::BIGINT AS v, unnest($s) AS s""",
            {**columns, "zone": zone},
        )
        self._db.execute(
            """CREATE TABLE done AS SELECT told.*, e, m <> '' AND k NOT IN ('enrolment', 'leaving',
                 'returning', 'lost', 'opt_out', 'referral', 'referral_reversed', 'feedback',
                 'complaint', 'negative', 'not_negative', 'satisfied', 'dissatisfied',
                 'answered_in_time', 'answered_late', 'resolved_in_time', 'resolved_late',
                 'promoter', 'passive', 'detractor', 'survey_satisfied', 'survey_dissatisfied',
                 'touch', 'marketing_touch', 'delivered') AS acts
               FROM told LEFT JOIN (SELECT m, min(day) AS e FROM told
                 WHERE k = 'enrolment' AND m <> '' GROUP BY m) USING (m)"""
        )

    def buckets(self, grain: Grain, until: date) -> Mapping[date, Bucket]:
        """All that have a happening of their own or, of weeks and months up to `until`, an order in
        the 90 days before."""
        found: defaultdict[date, _Sums] = defaultdict(_Sums)
        first, counts = FIRST_OF[grain], "count(*), count(DISTINCT nullif(m, '')), sum(v)::BIGINT"
        for day, kind, *count in self._rows(f"SELECT {first}, k, {counts} FROM done GROUP BY ALL"):
            found[day].kinds[kind] = Count(*count)
        for day, store, kind, *count in self._rows(
            f"SELECT {first}, s, k, {counts} FROM done WHERE s <> '' GROUP BY ALL"
        ):
            found[day].stores[store][kind] = Count(*count)
        for day, *members in self._rows(
            f"""SELECT first, count(*), sum(days)::BIGINT, count_if(visited AND ordered),
                  count_if(spoke) FROM (
                  SELECT {first} AS first, m, count(DISTINCT day) AS days,
                    bool_or(k = 'visit') AS visited,
                    bool_or(k = 'order') AS ordered,
                    bool_or(k IN ('share', 'invite', 'review')) AS spoke
                  FROM done WHERE acts GROUP BY ALL) GROUP BY first"""
        ):
            found[day].members = members[0], members[1], members[2], members[3]
        if grain is Grain.DAY:
            for day, enrolled, active in self._rows(
                """SELECT day, e, count(DISTINCT m) FROM done
                   WHERE acts AND day - e BETWEEN 1 AND 90 GROUP BY ALL"""
            ):
                found[day].cohorts[enrolled] = active
        else:
            for day, buyers, again in self._repeaters(grain, until):
                found[day].repeaters = buyers, again
        return {day: _bucket(Period(grain, day), sums) for day, sums in found.items()}

    def _repeaters(self, grain: Grain, until: date) -> list[Any]:
        return self._rows(
            f"""WITH days AS (SELECT unnest(generate_series((SELECT min(day) FROM done),
                  $until::DATE, INTERVAL 1 DAY))::DATE AS day),
                periods AS (SELECT DISTINCT {FIRST_OF[grain]} AS first FROM days),
                bought AS (SELECT first, m, count(*) AS n FROM periods JOIN done
                  ON day <= {LAST_OF[grain]} AND day > {LAST_OF[grain]} - 90
                  WHERE k = 'order' AND m <> '' GROUP BY ALL)
                SELECT first, count(*), count_if(n >= 2) FROM bought GROUP BY first""",
            until=until,
        )

    def cohorts(self, until: date) -> Mapping[date, tuple[int, Mapping[int, int]]]:
        """By the day of enrolment up to `until`: how many they are, and those active on the very
        day so many days later."""
        sizes = self._rows(
            "SELECT day, count(*) FROM done WHERE k = 'enrolment' AND day <= $until GROUP BY day",
            until=until,
        )
        active: defaultdict[date, dict[int, int]] = defaultdict(dict)
        for day, after, members in self._rows(
            f"""SELECT e, day - e, count(DISTINCT m) FROM done
                WHERE acts AND day - e IN {OFFSETS} GROUP BY ALL"""
        ):
            active[day][after] = members
        return {day: (size, active[day]) for day, size in sizes}

    def _rows(self, sql: str, **values: Any) -> list[Any]:
        return self._db.execute(sql, values or None).fetchall()


def differing(
    mine: Mapping[date, Bucket], theirs: Mapping[date, Bucket], grain: Grain
) -> list[Period]:
    """The periods whose buckets differ. One that has none is one of nothing."""
    found = []
    for day in sorted({*mine, *theirs}):
        nothing = Bucket(Period(grain, day))
        if mine.get(day, nothing) != theirs.get(day, nothing):
            found.append(Period(grain, day))
    return found


def _bucket(period: Period, sums: _Sums) -> Bucket:
    active, active_days, both, advocates = sums.members
    buyers, repeaters = sums.repeaters
    return Bucket(
        period=period,
        kinds=sums.kinds,
        active=active,
        active_days=active_days,
        visited_and_ordered=both,
        advocates=advocates,
        buyers=buyers,
        repeaters=repeaters,
        cohorts=sums.cohorts,
        stores=dict(sums.stores),
    )
