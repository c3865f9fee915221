"""The collections of ideas, and their indexes.

`ideas`         {_id, brand, month: YYYY-MM, votes, votes_left: true while the votes of a merged one
                 move, and what `documents.py` writes}
`idea_votes`    {_id, brand, idea, member_id, at, day: YYYY-MM-DD, doubled: of the merge of two
                 members after which it does not count}
`idea_trials`   {_id, brand, idea, name: [zh, en], places, closes, opened_at, invited, taken}
`idea_places`   {_id, brand, trial, member_id, answer, doubled}
`idea_notices`  {_id: "brand/notice", and what `documents.py` writes; due}
"""

from services.common.mongo import ASCENDING, DESCENDING, IndexModel

IDEAS, VOTES = "ideas", "idea_votes"
TRIALS, PLACES, NOTICES = "idea_trials", "idea_places", "idea_notices"
_STATE = [("brand", ASCENDING), ("state", ASCENDING)]
_SHELF = [*_STATE, ("shelf", ASCENDING)]
_NEWEST, _MOST = [("_id", DESCENDING)], [("votes", DESCENDING), ("_id", DESCENDING)]
INDEXES = {
    IDEAS: [
        *(
            IndexModel([*chosen, *order])
            for chosen in (_STATE, _SHELF)
            for order in (_NEWEST, _MOST)
        ),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("votes_left", ASCENDING)], sparse=True),
    ],
    VOTES: [
        IndexModel([("idea", ASCENDING), ("member_id", ASCENDING)], unique=True),
        IndexModel([("idea", ASCENDING), ("_id", ASCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("doubled", ASCENDING)],
            partialFilterExpression={"doubled": {"$exists": True}},
        ),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("day", ASCENDING)]),
    ],
    TRIALS: [
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("idea", ASCENDING), ("_id", DESCENDING)]),
    ],
    PLACES: [
        IndexModel([("trial", ASCENDING), ("member_id", ASCENDING)], unique=True),
        IndexModel([("trial", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)]),
    ],
    NOTICES: [IndexModel([("due", ASCENDING)])],
}
