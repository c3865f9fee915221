"""The collections of topics, and their indexes.

`topic_posts`     {_id, brand, day: YYYY-MM-DD, sameness, likes, and what `documents.py` writes}
`topic_likes`     {_id, brand, post, member_id, at, doubled: of the merge of two members after which
                   it does not count}
`topic_editions`  {_id: "brand/slot/YYYY-MM-DD", brand, and what `documents.py` writes}
`topic_slots`     {_id: "brand/slot", brand, slot, and what `documents.py` writes}
`topic_letters`   {_id: "post/kind", brand, due, and what `documents.py` writes}
"""

from services.common.mongo import ASCENDING, DESCENDING, IndexModel

POSTS, LIKES = "topic_posts", "topic_likes"
EDITIONS, SLOTS, LETTERS = "topic_editions", "topic_slots", "topic_letters"
_STATE = [("brand", ASCENDING), ("state", ASCENDING)]
_TOPIC = [*_STATE, ("topic", ASCENDING)]
_NEWEST, _MOST = [("_id", DESCENDING)], [("likes", DESCENDING), ("_id", DESCENDING)]
_QUEUE = [("urgent", DESCENDING), ("_id", ASCENDING)]
INDEXES = {
    POSTS: [
        *(
            IndexModel([*chosen, *order])
            for chosen in (_STATE, _TOPIC)
            for order in (_NEWEST, _MOST)
        ),
        IndexModel([*_STATE, *_QUEUE]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("sameness", ASCENDING), ("submitted_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("edition", ASCENDING), ("state", ASCENDING)]),
    ],
    LIKES: [
        IndexModel([("post", ASCENDING), ("member_id", ASCENDING)], unique=True),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("doubled", ASCENDING)],
            partialFilterExpression={"doubled": {"$exists": True}},
        ),
    ],
    EDITIONS: [
        IndexModel([("brand", ASCENDING), ("closes_at", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("slot", ASCENDING), ("planned", DESCENDING)]),
        IndexModel(
            [("closes_at", ASCENDING)], partialFilterExpression={"counted": False}, name="uncounted"
        ),
        IndexModel(
            [("opens_at", ASCENDING)], partialFilterExpression={"drafted": False}, name="undrafted"
        ),
    ],
    SLOTS: [IndexModel([("brand", ASCENDING)])],
    LETTERS: [IndexModel([("due", ASCENDING)])],
}
