"""The store of uploads, any that is compatible with S3: it is read for checks, and an erasure
deletes there."""

import asyncio
import hashlib
import re
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from services.common.clock import Clock
from services.common.s3 import Bucket, presign
from services.common.settings import SettingsError
from services.feedback.items.domain.attachments import Arrived
from services.feedback.items.domain.media import HEAD_BYTES

TIMEOUT_S = 10.0
LINK_LIVES_S = 60
PART_BYTES = 64 << 10
_KEY = re.compile(r"<Key>([A-Za-z0-9_./-]+)</Key>")


class ObjectStore:
    """Reads, lists and deletes the objects of one bucket. The store is asked on a thread of its
    own."""

    def __init__(self, bucket: Bucket, clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock

    async def read(self, key: str, bytes_max: int) -> Arrived | None:
        """The object of that key, read up to one byte more than `bytes_max`; None where there is
        none. Raises OSError when the store does not answer."""
        return await asyncio.to_thread(self._read, key, bytes_max)

    async def forget(self, brand: str, owner: str) -> None:
        """Delete all objects of the owner, those too that no item names. Raises OSError."""
        prefix = f"{brand}/feedback/{owner}/"
        while keys := await asyncio.to_thread(self._list, prefix):
            for key in keys:
                await self.delete(key)

    async def delete(self, key: str) -> None:
        """Delete one object, if it is there. Raises OSError."""
        await asyncio.to_thread(self._ask, "DELETE", key, {})

    def _read(self, key: str, bytes_max: int) -> Arrived | None:
        digest, head, size = hashlib.sha256(), b"", 0
        try:
            with urlopen(self._request("GET", key, {}), timeout=TIMEOUT_S) as response:  # noqa: S310
                while size <= bytes_max and (part := response.read(PART_BYTES)):
                    head = head or part[:HEAD_BYTES]
                    size += len(part)
                    digest.update(part)
        except HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return None
            raise
        return Arrived(head, size, digest.hexdigest() if size <= bytes_max else "")

    def _list(self, prefix: str) -> list[str]:
        asked = {"list-type": "2", "prefix": prefix}
        found = _KEY.findall(self._ask("GET", "", asked).decode("utf-8", "replace"))
        return [key for key in found if key.startswith(prefix)]

    def _ask(self, method: str, key: str, asked: dict[str, str]) -> bytes:
        with urlopen(self._request(method, key, asked), timeout=TIMEOUT_S) as response:  # noqa: S310
            body: bytes = response.read()
        return body

    def _request(self, method: str, key: str, asked: dict[str, str]) -> Request:
        at = self._clock.now()
        link = presign(self._bucket, method, key, at=at, expires_s=LINK_LIVES_S, asked=asked)
        # The address is of the settings: nobody who calls us chooses it.
        return Request(link, method=method)  # noqa: S310


def uploads_in(url: str, region: str, keys: tuple[str, str], clock: Clock) -> ObjectStore | None:
    """The store of uploads at `url`, with its key's name and secret; None without a bucket.

    Raises SettingsError.
    """
    if not url:
        return None
    if not all(keys):
        raise SettingsError(
            "TESSERA_UPLOADS_URL is set: TESSERA_UPLOADS_ACCESS_KEY and"
            " TESSERA_UPLOADS_SECRET_KEY_FILE have to name who reads and deletes"
        )
    return ObjectStore(Bucket(url, region, *keys), clock)
