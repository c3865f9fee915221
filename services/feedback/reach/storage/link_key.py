"""The key that signs the links below messages, in MongoDB: made once, and the same for ever, since
a link is good for as long as somebody has its message.

`link_key`  {_id: "opt_out", key: 32 random bytes}
"""

import secrets

from services.common.mongo import Database
from services.feedback.reach.domain.opt_out import OptOutLinks

COLLECTION = "link_key"
KEY_BYTES = 32


class MongoLinks:
    """Implements `reach.commands.store.Links`; `base` is "" where the gateway has no address."""

    def __init__(self, db: Database, base: str) -> None:
        self._keys = db[COLLECTION]
        self._base = base.rstrip("/")
        self._links: OptOutLinks | None = None

    async def links(self) -> OptOutLinks | None:
        if self._links is None and self._base:
            # Of two processes that begin at once, both read the key that is kept.
            new = {"$setOnInsert": {"key": secrets.token_bytes(KEY_BYTES)}}
            await self._keys.update_one({"_id": "opt_out"}, new, upsert=True)
            found = await self._keys.find_one({"_id": "opt_out"})
            assert found is not None
            self._links = OptOutLinks(self._base, bytes(found["key"]))
        return self._links
