"""All items of a brand in MongoDB, to be read again. Each says in `analysed_by` what read it
last."""

from collections.abc import AsyncIterator, Sequence

from services.common.mongo import ASCENDING, DESCENDING, Database, UpdateOne
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.collections import COLLECTION
from services.feedback.items.storage.documents import analysis_fields, to_item


class MongoHistory:
    """Implements `items.commands.reanalyse_feedback.History`."""

    def __init__(self, db: Database) -> None:
        self._items = db[COLLECTION]

    async def unmarked(self, brand: str, mark: str) -> AsyncIterator[Feedback]:
        wanted = {"brand": brand, "analysed_by": {"$ne": mark}}
        # In the order of an index, which a write of the analysis does not change: each comes once.
        order = [("member_id", ASCENDING), ("_id", DESCENDING)]
        async for document in self._items.find(wanted).sort(order):
            yield to_item(document)

    async def keep(self, brand: str, items: Sequence[Feedback], mark: str) -> None:
        writes = [
            UpdateOne(
                # An erasure that came meanwhile has taken the text.
                {"_id": item.id, "brand": brand, "text": item.submission.text},
                {
                    "$set": {
                        "topics": list(item.issues),
                        "topic_names": [list(name) for name in item.issue_names],
                        **analysis_fields(item),
                        "analysed_by": mark,
                    }
                },
            )
            for item in items
        ]
        await self._items.bulk_write(writes, ordered=False)
