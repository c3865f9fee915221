"""The store of uploads, any that is compatible with S3, as an erasure asks it."""

import asyncio
import re
from urllib.request import Request, urlopen

from services.common.clock import Clock
from services.common.s3 import Bucket, presign
from services.common.settings import SettingsError

TIMEOUT_S = 10.0
LINK_LIVES_S = 60
_KEY = re.compile(r"<Key>([A-Za-z0-9_./-]+)</Key>")


class ObjectStore:
    """Lists and deletes the objects of one bucket. The store is asked on a thread of its own."""

    def __init__(self, bucket: Bucket, clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock

    async def forget(self, brand: str, owner: str) -> None:
        """Delete all objects of the owner, those too that no item names. Raises OSError."""
        prefix = f"{brand}/feedback/{owner}/"
        while keys := await asyncio.to_thread(self._list, prefix):
            for key in keys:
                await asyncio.to_thread(self._ask, "DELETE", key, {})

    def _list(self, prefix: str) -> list[str]:
        asked = {"list-type": "2", "prefix": prefix}
        found = _KEY.findall(self._ask("GET", "", asked).decode("utf-8", "replace"))
        return [key for key in found if key.startswith(prefix)]

    def _ask(self, method: str, key: str, asked: dict[str, str]) -> bytes:
        at = self._clock.now()
        link = presign(self._bucket, method, key, at=at, expires_s=LINK_LIVES_S, asked=asked)
        # The address is of the settings: nobody who calls us chooses it.
        request = Request(link, method=method)  # noqa: S310
        with urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
            body: bytes = response.read()
        return body


def uploads_in(url: str, region: str, keys: tuple[str, str], clock: Clock) -> ObjectStore | None:
    """The store of uploads at `url`, with its key's name and secret; None without a bucket.

    Raises SettingsError.
    """
    if not url:
        return None
    if not all(keys):
        raise SettingsError(
            "TESSERA_UPLOADS_URL is set: TESSERA_UPLOADS_ACCESS_KEY and"
            " TESSERA_UPLOADS_SECRET_KEY_FILE have to name who may delete"
        )
    return ObjectStore(Bucket(url, region, *keys), clock)
