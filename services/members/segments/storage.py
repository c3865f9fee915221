"""Segments in MongoDB.

`segments`          {_id: "brand/code", brand, code, zh, en, when, version}     saved by operators
`segment_members`   {_id: member id, brand, within: [{code, since}], revision, judge_at,
                     tags: {key, on, done: {code: n}}}     what rules of tags saw last
                    `judge_at`: when time alone may change it; absent for never
`segment_progress`  {_id: brand, done, running, after, begun_at, event_id, rfm_asked_at}
                    `event_id`: of the event that was followed last; `rfm_asked_at`: when an
                    operator asked for a run of RFM last
`rfm_runs`          {_id, brand, on, cause, key, begun_at, ended_at, terciles, after,
                     cuts: {recency, orders, spent}, members: {"r3f2m1": n},
                     classes: {code: [n, value_minor]}, values: {"high_active": n}}
                    `ended_at`: None while it runs
`member_clusters`   {_id: brand, version, on, seed, sampled, means: [x], deviations: [x],
                     clusters: [{centre: [x], members}]}    of the last run; names no member
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import date, datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    aggregate,
)
from services.members import member_documents
from services.members.identities.storage import MEMBERS
from services.members.segments.domain.clusters import Clusters, Scaling
from services.members.segments.domain.membership import Membership
from services.members.segments.domain.progress import Progress
from services.members.segments.domain.rfm import Cuts
from services.members.segments.domain.rfm_run import RUNS_KEPT, Cause, RfmRun, Table
from services.members.segments.domain.section import SAVED_MAX, Segment
from services.members.segments.domain.tag_rules import NOT_JUDGED, TagsJudged

SEGMENTS = "segments"
MEMBERSHIPS = "segment_members"
PROGRESS = "segment_progress"
RUNS = "rfm_runs"
CLUSTERS = "member_clusters"
EVENTS = "events"
PROGRAMMES = "active_programmes"
INDEXES = {
    SEGMENTS: [IndexModel([("brand", ASCENDING), ("code", ASCENDING)])],
    MEMBERSHIPS: [
        IndexModel([("judge_at", ASCENDING)], sparse=True),
        IndexModel([("brand", ASCENDING), ("within.code", ASCENDING), ("_id", ASCENDING)]),
    ],
    RUNS: [IndexModel([("brand", ASCENDING), ("_id", DESCENDING)])],
}
EXPORT_SLICE = 1_000


class MongoSegments:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def saved(self, brand: str) -> list[Segment]:
        """The segments that operators of the brand saved, by code."""
        cursor = self._db[SEGMENTS].find({"brand": brand}, session=self._session)
        found = await cursor.sort("code", ASCENDING).to_list(SAVED_MAX)
        return [_to_segment(document) for document in found]

    async def memberships(self, brand: str, ids: Collection[str]) -> dict[str, Membership]:
        """By member, of those who were judged."""
        found = await member_documents.read(self._db[MEMBERSHIPS], brand, ids, self._session)
        return {document["_id"]: _to_membership(document) for document in found}

    async def brands(self) -> list[str]:
        """The brands that have a programme."""
        found = await self._db[PROGRAMMES].find({}, {"_id": 1}).sort("_id", 1).to_list(None)
        return [document["_id"] for document in found]

    async def progress(self, brand: str) -> Progress:
        """How far the brand is."""
        found = await self._db[PROGRESS].find_one({"_id": brand}) or {}
        return Progress(
            found.get("done", ""),
            found.get("running", ""),
            found.get("after", ""),
            found.get("begun_at"),
        )

    async def keep_progress(self, brand: str, progress: Progress) -> None:
        """Remember it."""
        kept = {
            "done": progress.done,
            "running": progress.running,
            "after": progress.after,
            "begun_at": progress.begun_at,
        }
        await self._db[PROGRESS].update_one({"_id": brand}, {"$set": kept}, upsert=True)

    async def keep_followed(self, brand: str, event_id: str) -> None:
        """The event of that id, and those before it, took effect."""
        kept = {"$max": {"event_id": event_id}}
        await self._db[PROGRESS].update_one({"_id": brand}, kept, upsert=True)

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> list[tuple[str, str]]:
        """Brand and member of those whose next day has come, the longest waiting first."""
        return await member_documents.due(
            self._db[MEMBERSHIPS], "judge_at", now, limit, without, passed_over, self._session
        )

    async def judge_again(self, brand: str, ids: Collection[str], at: datetime) -> None:
        """These members are due at that instant, whatever is kept of them."""
        new = _membership_document(brand, Membership(), at)
        await member_documents.make_due(self._db[MEMBERSHIPS], "judge_at", brand, ids, new)

    async def waits_since(
        self, brand: str, now: datetime, types: Collection[str]
    ) -> datetime | None:
        """Since when the oldest change waits for its judgement: an event of `types`, a day that
        came, or a sweep; None when nothing waits."""
        found = await self._db[PROGRESS].find_one({"_id": brand}) or {}
        followed = {"$gt": found.get("event_id", "")}
        query = {"brand": brand, "_id": followed, "type": {"$in": list(types)}}
        event = await self._db[EVENTS].find_one(query, {"at": 1}, sort=[("_id", ASCENDING)])
        overdue = {"brand": brand, "judge_at": {"$lte": now}}
        member = await self._db[MEMBERSHIPS].find_one(
            overdue, {"judge_at": 1}, sort=[("judge_at", ASCENDING)]
        )
        since = (
            event and event["at"],
            member and member["judge_at"],
            found.get("begun_at") if found.get("running") else None,
        )
        return min((each for each in since if each), default=None)

    async def runs(self, brand: str, *, ended: bool, limit: int) -> list[RfmRun]:
        """The last runs of RFM that have ended, or those that have not, the newest first."""
        query = {"brand": brand, "ended_at": {"$ne": None} if ended else None}
        cursor = self._db[RUNS].find(query, session=self._session)
        found = await cursor.sort("_id", DESCENDING).limit(limit).to_list(limit)
        return [_to_run(document) for document in found]

    async def last_run(self, brand: str, *, ended: bool) -> RfmRun | None:
        """The last run of RFM that has ended, or the one that has not."""
        return next(iter(await self.runs(brand, ended=ended, limit=1)), None)

    async def cuts(self, brand: str) -> Cuts | None:
        """The cut points of the last run that has ended; None before the first."""
        last = await self.last_run(brand, ended=True)
        return last.cuts if last else None

    async def clusters(self, brand: str) -> Clusters | None:
        """The behavioural clusters by their last run; None before the first."""
        found = await self._db[CLUSTERS].find_one({"_id": brand}, session=self._session)
        return None if found is None else _to_clusters(found)

    async def keep_run(self, run: RfmRun, after: str | None = None) -> bool:
        """Write a run; False, and nothing is written, where it is behind another member than
        `after`. None: it is new, and older ones than are kept go."""
        if after is not None:
            query = {"_id": run.id, "after": after, "ended_at": None}
            kept = await self._db[RUNS].replace_one(
                query, _run_document(run), session=self._session
            )
            return bool(kept.matched_count)
        await self._db[RUNS].insert_one(_run_document(run), session=self._session)
        old = await self.runs(run.brand, ended=True, limit=RUNS_KEPT + 1)
        for each in old[RUNS_KEPT:]:
            await self._db[RUNS].delete_one({"_id": each.id}, session=self._session)
        return True

    async def drop_run(self, run: RfmRun) -> None:
        """Delete a run that has not ended."""
        await self._db[RUNS].delete_one({"_id": run.id, "ended_at": None})

    async def rfm_asked_at(self, brand: str) -> datetime | None:
        """When an operator asked for a run last."""
        found = await self._db[PROGRESS].find_one({"_id": brand}) or {}
        return found.get("rfm_asked_at")

    async def counts(self, brand: str, codes: Collection[str]) -> dict[str, int]:
        """How many members are in each of the segments."""
        collection = self._db[MEMBERSHIPS]
        return {
            code: await collection.count_documents({"brand": brand, "within.code": code})
            for code in codes
        }

    async def listed(
        self, brand: str, code: str, after: str, size: int
    ) -> list[tuple[str, datetime]]:
        """Members in a segment with the time since when, by id, from behind the id `after`."""
        query = {"brand": brand, "within.code": code, "_id": {"$gt": after}}
        cursor = self._db[MEMBERSHIPS].find(query, {"within": 1}, session=self._session)
        found = await cursor.sort("_id", ASCENDING).limit(size).to_list(size)
        return [(each["_id"], _to_membership(each).since[code]) for each in found]

    async def all_listed(self, brand: str, code: str) -> AsyncIterator[list[tuple[str, datetime]]]:
        """All members in a segment, in slices, by id."""
        after = ""
        while found := await self.listed(brand, code, after, EXPORT_SLICE):
            yield found
            after = found[-1][0]

    async def drawn_within(self, brand: str, code: str, size: int) -> list[str]:
        """So many members in the segment by chance; all of a smaller one."""
        stages: list[Document] = [
            {"$match": {"brand": brand, "within.code": code}},
            {"$project": {"_id": 1}},
            {"$sample": {"size": size}},
        ]
        found = [each["_id"] async for each in aggregate(self._db[MEMBERSHIPS], stages)]
        return list(dict.fromkeys(found))

    async def members(self, brand: str) -> int:
        """How many members the brand has."""
        return await self._db[MEMBERS].count_documents({"brand": brand})

    async def drawn(self, brand: str, size: int) -> list[str]:
        """So many members of the brand by chance; all of a smaller one."""
        stages: list[Document] = [
            {"$match": {"brand": brand}},
            {"$project": {"_id": 1}},
            {"$sample": {"size": size}},
        ]
        found = [document["_id"] async for document in aggregate(self._db[MEMBERS], stages)]
        return list(dict.fromkeys(found))


class MongoSegmentsUnit(MongoSegments):
    """Reads and writes within a transaction."""

    async def keep(
        self, brand: str, memberships: Mapping[str, Membership], due: Mapping[str, datetime | None]
    ) -> None:
        """Write memberships, and when each member is judged next."""
        documents = {
            id_: _membership_document(brand, each, due[id_]) for id_, each in memberships.items()
        }
        await member_documents.replace(self._db[MEMBERSHIPS], brand, documents, self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away which segments the member was in."""
        await member_documents.delete(self._db[MEMBERSHIPS], brand, member_id, self._session)

    async def save(self, brand: str, segment: Segment) -> None:
        """Write a segment in place of the one of that code."""
        document = {
            "brand": brand,
            "code": segment.code,
            "zh": segment.name_zh,
            "en": segment.name_en,
            "when": segment.when,
            "version": segment.version,
        }
        await self._db[SEGMENTS].replace_one(
            {"_id": f"{brand}/{segment.code}"}, document, upsert=True, session=self._session
        )

    async def ask_for_rfm(self, brand: str, now: datetime) -> None:
        """An operator asks for a run of RFM."""
        await self._db[PROGRESS].update_one(
            {"_id": brand}, {"$set": {"rfm_asked_at": now}}, upsert=True, session=self._session
        )

    async def keep_clusters(self, brand: str, clusters: Clusters) -> None:
        """Write clusters in place of those before."""
        document = {
            "version": clusters.version,
            "on": clusters.on.toordinal(),
            "seed": clusters.seed,
            "sampled": clusters.sampled,
            "means": list(clusters.scaling.means),
            "deviations": list(clusters.scaling.deviations),
            "clusters": [
                {"centre": list(centre), "members": members}
                for centre, members in zip(clusters.centres, clusters.sizes, strict=True)
            ],
        }
        await self._db[CLUSTERS].replace_one(
            {"_id": brand}, document, upsert=True, session=self._session
        )

    async def delete(self, brand: str, code: str) -> None:
        """Delete a segment."""
        await self._db[SEGMENTS].delete_one({"_id": f"{brand}/{code}"}, session=self._session)


def _to_segment(document: Mapping[str, Any]) -> Segment:
    return Segment(
        code=document["code"],
        name_zh=document["zh"],
        name_en=document["en"],
        when=document["when"],
        saved=True,
        version=document["version"],
    )


def _membership_document(brand: str, membership: Membership, due: datetime | None) -> Document:
    document: Document = {
        "brand": brand,
        "within": [{"code": code, "since": at} for code, at in membership.since.items()],
        "revision": membership.revision,
    }
    tags = membership.tags
    if tags.on is not None:
        document["tags"] = {"key": tags.key, "on": tags.on.toordinal(), "done": dict(tags.done)}
    return document if due is None else document | {"judge_at": due}


def _to_membership(document: Mapping[str, Any]) -> Membership:
    since = {each["code"]: each["since"] for each in document["within"]}
    return Membership(since, document.get("revision", 0), _to_judged(document.get("tags")))


def _to_judged(document: Mapping[str, Any] | None) -> TagsJudged:
    if document is None:
        return NOT_JUDGED
    return TagsJudged(document["key"], date.fromordinal(document["on"]), document["done"])


def _run_document(run: RfmRun) -> Document:
    table, cuts = run.table, run.cuts
    return {
        "_id": run.id,
        "brand": run.brand,
        "on": run.on.toordinal(),
        "cause": run.cause.value,
        "key": run.key,
        "begun_at": run.begun_at,
        "ended_at": run.ended_at,
        "cuts": None
        if cuts is None
        else {
            "recency": list(cuts.recency_days),
            "orders": list(cuts.orders),
            "spent": list(cuts.spent_minor),
        },
        "terciles": run.terciles,
        "after": run.after,
        "members": {"r{}f{}m{}".format(*scores): n for scores, n in table.members.items()},
        "classes": {code: [n, table.value_minor[code]] for code, n in table.by_class.items()},
        "values": {_value_name(*known): n for known, n in table.by_value.items()},
    }


def _value_name(high: bool, active: bool) -> str:
    return f"{'high' if high else 'low'}_{'active' if active else 'quiet'}"


def _to_run(document: Mapping[str, Any]) -> RfmRun:
    cuts, classes = document["cuts"], document["classes"]
    scores = document["members"].items()
    values = document["values"]
    known = {(high, active) for high in (True, False) for active in (True, False)}
    return RfmRun(
        id=document["_id"],
        brand=document["brand"],
        on=date.fromordinal(document["on"]),
        cause=Cause(document["cause"]),
        key=document["key"],
        begun_at=document["begun_at"],
        ended_at=document["ended_at"],
        cuts=None
        if cuts is None
        else Cuts(tuple(cuts["recency"]), tuple(cuts["orders"]), tuple(cuts["spent"])),
        terciles=document["terciles"],
        after=document["after"],
        table=Table(
            members=Counter({(int(code[1]), int(code[3]), int(code[5])): n for code, n in scores}),
            by_class=Counter({code: n for code, (n, _) in classes.items()}),
            value_minor=Counter({code: value for code, (_, value) in classes.items()}),
            by_value=Counter({each: values.get(_value_name(*each), 0) for each in known}),
        ),
    )


def _to_clusters(document: Mapping[str, Any]) -> Clusters:
    return Clusters(
        on=date.fromordinal(document["on"]),
        seed=document["seed"],
        scaling=Scaling(tuple(document["means"]), tuple(document["deviations"])),
        centres=tuple(tuple(each["centre"]) for each in document["clusters"]),
        sampled=document["sampled"],
        sizes=tuple(each["members"] for each in document["clusters"]),
        version=document["version"],
    )
