"""Answers in MongoDB: of a named survey by answer, of an anonymous one as counts.

`survey_answers`   {_id: the offer's, brand, survey, day, member_id, score, values: [[question,
                    value]], replied: [question], tier, store, segments}
`survey_counts`    {_id: "brand/survey/grouping/code", brand, survey, grouping, code, answers,
                    values: {question: {value: n}}, replied: {question: n}}; grouping "" is all
`survey_comments`  {_id, brand, survey, question, text, day, score, member_id?}

An id of a comment of an anonymous survey is random, and its day a month: neither its place nor its
time says whose it is.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    aggregate,
)
from services.feedback.surveys.domain.member import Standing
from services.feedback.surveys.domain.offer import Offer
from services.feedback.surveys.domain.reply import Reply
from services.feedback.surveys.domain.results import Comment, Grouping, Tally
from services.feedback.surveys.domain.section import Survey

ANSWERS, COUNTS, COMMENTS = "survey_answers", "survey_counts", "survey_comments"
SEGMENTS_MAX = 50
"""Of an anonymous answer so many segments are counted, the first of the member's."""
GROUPS_MAX = 2_000
INDEXES = {
    ANSWERS: [
        IndexModel([("brand", ASCENDING), ("survey", ASCENDING), ("day", ASCENDING)]),
    ],
    COUNTS: [IndexModel([("brand", ASCENDING), ("survey", ASCENDING)])],
    COMMENTS: [
        IndexModel([("brand", ASCENDING), ("survey", ASCENDING), ("_id", DESCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("member_id", ASCENDING)],
            partialFilterExpression={"member_id": {"$exists": True}},
        ),
    ],
}
Groups = Mapping[tuple[Grouping, str], Tally]


class MongoAnswers:
    """The answers of all brands."""

    def __init__(self, db: Database) -> None:
        self._answers = db[ANSWERS]
        self._counts = db[COUNTS]
        self._comments = db[COMMENTS]

    async def add(
        self,
        session: Session,
        brand: str,
        offer: Offer,
        survey: Survey,
        replies: Sequence[Reply],
        standing: Standing,
        day: date,
    ) -> None:
        score = score_of(survey, replies)
        if survey.anonymous:
            writes = _counted(brand, survey, replies, standing)
            await self._counts.bulk_write(writes, session=session)
        else:
            answer = {
                "_id": offer.id,
                "brand": brand,
                "survey": survey.code,
                "day": day.isoformat(),
                "member_id": offer.member_id,
                "score": score,
                "values": [[r.question, value] for r in replies for value in r.values],
                "replied": [reply.question for reply in replies],
                "tier": standing.tier,
                "store": standing.store_id,
                "segments": list(standing.segments),
            }
            await self._answers.insert_one(answer, session=session)
        comments = [
            _comment(brand, survey, offer, reply, score, day) for reply in replies if reply.text
        ]
        if comments:
            await self._comments.insert_many(comments, session=session)

    async def forget(self, brand: str, member_id: str) -> None:
        await self._comments.delete_many({"brand": brand, "member_id": member_id})

    async def comments(self, brand: str, survey: Survey, after: str, limit: int) -> list[Comment]:
        selection: Document = {"brand": brand, "survey": survey.code}
        if after:
            selection["_id"] = {"$lt": after}
        cursor = self._comments.find(selection).sort("_id", DESCENDING).limit(limit)
        return [
            Comment(
                each["_id"],
                each["question"],
                each["text"],
                each["day"],
                each["score"],
                each.get("member_id", ""),
            )
            for each in await cursor.to_list(limit)
        ]

    async def tallies(
        self, brand: str, survey: Survey, since: date | None, until: date | None
    ) -> tuple[Tally, Groups]:
        if survey.anonymous:
            return await self._kept_counts(brand, survey)
        wanted: Document = {"brand": brand, "survey": survey.code}
        days = {"$gte": since and since.isoformat(), "$lte": until and until.isoformat()}
        if bounds := {name: day for name, day in days.items() if day}:
            wanted["day"] = bounds
        total = Tally(
            await self._answers.count_documents(wanted),
            _nested([each async for each in self._grouped(wanted, "values")]),
            {row["_id"]: row["n"] async for row in self._grouped(wanted, "replied")},
        )
        groups: dict[tuple[Grouping, str], Tally] = {}
        for grouping, field in _FIELDS.items():
            rows = [row async for row in self._by(wanted, field)]
            for row in rows:
                code, value = row["_id"]["group"], row["_id"]["score"]
                before = groups.get((grouping, code), Tally())
                groups[grouping, code] = _with_score(before, survey, value, row["n"])
        return total, groups

    def _grouped(self, wanted: Document, field: str) -> AsyncIterator[Document]:
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$unwind": f"${field}"},
            {"$group": {"_id": f"${field}", "n": {"$sum": 1}}},
        ]
        return aggregate(self._answers, pipeline)

    def _by(self, wanted: Document, field: str) -> AsyncIterator[Document]:
        unwound: list[Document] = [{"$unwind": "$segments"}] if field == "segments" else []
        pipeline: list[Document] = [
            {"$match": wanted},
            *unwound,
            {"$group": {"_id": {"group": f"${field}", "score": "$score"}, "n": {"$sum": 1}}},
            {"$sort": {"_id": ASCENDING}},
        ]
        return aggregate(self._answers, pipeline)

    async def _kept_counts(self, brand: str, survey: Survey) -> tuple[Tally, Groups]:
        cursor = self._counts.find({"brand": brand, "survey": survey.code}).limit(GROUPS_MAX)
        total, groups = Tally(), {}
        for each in await cursor.to_list(GROUPS_MAX):
            tally = Tally(each["answers"], each.get("values", {}), each.get("replied", {}))
            if each["grouping"]:
                groups[Grouping(each["grouping"]), each["code"]] = tally
            else:
                total = tally
        return total, groups


_FIELDS = {Grouping.TIER: "tier", Grouping.STORE: "store", Grouping.SEGMENT: "segments"}


def score_of(survey: Survey, replies: Sequence[Reply]) -> int | None:
    """The score that was given; None of a form."""
    question = survey.score
    found = (reply.number for reply in replies if question and reply.question == question.code)
    return next(found, None)


def _nested(rows: Sequence[Document]) -> dict[str, dict[str, int]]:
    values: dict[str, dict[str, int]] = {}
    for row in rows:
        question, value = row["_id"]
        values.setdefault(question, {})[value] = row["n"]
    return values


def _with_score(tally: Tally, survey: Survey, score: int | None, count: int) -> Tally:
    values = {name: dict(counts) for name, counts in tally.values.items()}
    if survey.score and score is not None:
        values.setdefault(survey.score.code, {})[str(score)] = count
    return Tally(tally.answers + count, values)


def _counted(
    brand: str, survey: Survey, replies: Sequence[Reply], standing: Standing
) -> list[UpdateOne]:
    """Adds an answer to all, and its score to each of its groups."""
    whole = {f"values.{r.question}.{value}": 1 for r in replies for value in r.values}
    whole |= {f"replied.{reply.question}": 1 for reply in replies}
    scored = [r for r in replies if survey.score and r.question == survey.score.code]
    score = {f"values.{r.question}.{value}": 1 for r in scored for value in r.values}
    groups = [(Grouping.TIER, standing.tier), (Grouping.STORE, standing.store_id)]
    groups += [(Grouping.SEGMENT, code) for code in standing.segments[:SEGMENTS_MAX]]
    counted: list[tuple[str, str, dict[str, Any]]] = [("", "", whole)]
    counted += [(grouping.value, code, score) for grouping, code in groups if code]
    return [
        UpdateOne(
            {"_id": f"{brand}/{survey.code}/{grouping}/{code}"},
            {
                "$inc": {"answers": 1, **added},
                "$setOnInsert": {
                    "brand": brand,
                    "survey": survey.code,
                    "grouping": grouping,
                    "code": code,
                },
            },
            upsert=True,
        )
        for grouping, code, added in counted
    ]


def _comment(
    brand: str, survey: Survey, offer: Offer, reply: Reply, score: int | None, day: date
) -> Document:
    whose: Document = {"member_id": offer.member_id}
    identifier, told = new_id("svc"), day.isoformat()
    if survey.anonymous:
        whose, identifier, told = {}, f"svc_{uuid4().hex}", f"{day:%Y-%m}"
    return {
        "_id": identifier,
        "brand": brand,
        "survey": survey.code,
        "question": reply.question,
        "text": reply.text,
        "score": score,
        "day": told,
        **whose,
    }
