"""The members behind a number, as questions to MongoDB. Pages begin behind a member's id."""

from services.common.mongo import Document
from services.feedback.insight.domain.behind import Newcomers, Sought
from services.feedback.insight.domain.happening import NOT_DONE_BY_MEMBERS
from services.feedback.insight.storage.days import number_of

_OTHERS = sorted(NOT_DONE_BY_MEMBERS)


def doers(brand: str, asked: Sought, after: str, most: int) -> list[Document]:
    """The pipeline over happenings: rows {_id: member, n: times, v: minor units, at: the last}."""
    wanted: Document = {
        "b": brand,
        "d": {"$gte": number_of(asked.first), "$lte": number_of(asked.last)},
        "k": {"$in": list(asked.kinds)} if asked.kinds else {"$nin": _OTHERS},
        # Also leaves out what nobody is known for, which is "".
        "m": {"$gt": after},
    }
    if asked.stores:
        wanted["s"] = {"$in": list(asked.stores)}
    if asked.enrolled:
        wanted["e"] = number_of(asked.enrolled)
    row: Document = {
        "_id": "$m",
        "n": {"$sum": 1},
        "v": {"$sum": "$v"},
        "at": {"$max": "$at"},
        "kinds": {"$addToSet": "$k"},
    }
    enough: Document = {"n": {"$gte": asked.least}}
    if asked.each:
        enough["kinds"] = {"$size": len(asked.kinds)}
    return [
        {"$match": wanted},
        {"$group": row},
        {"$match": enough},
        {"$sort": {"_id": 1}},
        {"$limit": most},
    ]


def newcomers(brand: str, asked: Newcomers, after: str) -> Document:
    """The filter of people."""
    day = number_of(asked.day)
    wanted: Document = {"b": brand, "e": day, "m": {"$gt": after}}
    if asked.ordered_within is not None:
        wanted["o"] = {"$gte": day, "$lte": day + asked.ordered_within}
    return wanted
