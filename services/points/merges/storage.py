"""The redirects of points as merges to be swept after."""

from collections.abc import Sequence
from datetime import datetime

from services.common.mongo import Database
from services.common.redirects import MongoRedirects
from services.points.activities.domain.standing import MemberMerged


class MongoRecentMerges:
    """Implements `merges.commands.RecentMerges`."""

    def __init__(self, db: Database) -> None:
        self._redirects = MongoRedirects(db)

    async def since(self, at: datetime) -> Sequence[MemberMerged]:
        return [
            MemberMerged(
                *(each["brand"], each["into"], each["member_id"], each["merge_id"]),
                each["changed_at"],
            )
            for each in await self._redirects.changed(at)
            if each["into"]
        ]
