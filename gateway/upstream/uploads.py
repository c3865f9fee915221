"""Attachments: front ends send them straight to a store of objects, and name them by a reference.

    offer     a link that takes one object of that type and size, for minutes, and its reference
    accept    what a reference stands for: it is ours, the caller's, and its time is not over
    link      where an attachment can be read, for minutes

The store is never asked, only signed for. An object's key is brand/purpose/owner/random, where the
owner is a member, or `staff`; what services keep is `upload:` and the key. A link for reading is
made only for an object of the caller's brand, and of the member whose item names it, so that a key
that someone made up, or took from elsewhere, opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gateway.upstream.s3 import Bucket, presign
from services.common import pagination
from services.common.auth import Caller, Role
from services.common.clock import Clock
from services.common.errors import Refusal, invalid

TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "application/pdf": "pdf",
}
"""What may be attached: nothing that a browser would run."""
SCHEME = "upload:"
FEEDBACK = "feedback"
STAFF = "staff"
UPLOAD_TTL = timedelta(minutes=10)
REFERENCE_TTL = timedelta(days=7)
"""What was said without a network is sent, and repeated, with its reference days later."""
READ_TTL = timedelta(minutes=15)
READ_STEP_S = 300
"""Links for reading are the same for that long, so that pictures, and answers, can be cached."""
_OWNER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = re.compile(r"[A-Za-z0-9]{1,64}\.[a-z0-9]{1,8}")
"""Of an object in its folder: nothing in it leads elsewhere, to whoever reads addresses."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Send the object to `url` by `method` with `headers`, until `expires_at`."""

    attachment: str
    url: str
    headers: dict[str, str]
    expires_at: datetime
    attachment_expires_at: datetime
    method: str = "PUT"


class Uploads:
    """Signs for one bucket."""

    def __init__(self, bucket: Bucket, clock: Clock, *, bytes_max: int) -> None:
        self._bucket = bucket
        self._clock = clock
        self._bytes_max = bytes_max
        # The same in every pod, and no other use of the bucket's secret gives it.
        self._secret = hmac.digest(
            bucket.secret_key.encode(), b"tessera references of uploads", hashlib.sha256
        )

    def offer(self, caller: Caller, content_type: str, size_bytes: int) -> Offer:
        """A place for one object. Raises INVALID_ARGUMENT refusals."""
        extension = TYPES.get(content_type)
        if extension is None:
            raise invalid("content_type", f"one of {', '.join(TYPES)}")
        if not 1 <= size_bytes <= self._bytes_max:
            raise invalid("size_bytes", f"1 to {self._bytes_max}")
        now = self._clock.now()
        key = f"{_folder(caller.brand, _owner(caller))}{secrets.token_hex(16)}.{extension}"
        until = now + REFERENCE_TTL
        signed = {"content-type": content_type, "content-length": str(size_bytes)}
        lives_s = int(UPLOAD_TTL.total_seconds())
        return Offer(
            attachment=pagination.encode_token(self._secret, key=key, until=int(until.timestamp())),
            url=presign(self._bucket, "PUT", key, at=now, expires_s=lives_s, headers=signed),
            # The length is what clients tell by themselves.
            headers={"content-type": content_type},
            expires_at=now + UPLOAD_TTL,
            attachment_expires_at=until,
        )

    def accept(self, caller: Caller, attachment: str, field: str) -> str:
        """What a service keeps of `attachment`. Raises an ATTACHMENT_INVALID refusal."""
        try:
            told = pagination.decode_token(self._secret, attachment)
        except pagination.PageTokenInvalid as error:
            raise Refusal("ATTACHMENT_INVALID", str(error), field=field) from None
        if told["until"] <= self._clock.now().timestamp():
            raise Refusal("ATTACHMENT_INVALID", "its time is over", field=field)
        if not told["key"].startswith(_folder(caller.brand, _owner(caller))):
            raise Refusal("ATTACHMENT_INVALID", "another's", field=field)
        return f"{SCHEME}{told['key']}"

    def link(self, kept: str, brand: str, member_id: str) -> str:
        """Where `kept`, of an item of that brand and member ("" for nobody's), can be read.

        What is no upload, or not theirs, stays as it is.
        """
        key = kept.removeprefix(SCHEME)
        folders = [_folder(brand, owner) for owner in (member_id, STAFF) if owner]
        folder, name = key[: key.rfind("/") + 1], key[key.rfind("/") + 1 :]
        if key == kept or folder not in folders or not _NAME.fullmatch(name):
            return kept
        now_s = int(self._clock.now().timestamp())
        at = datetime.fromtimestamp(now_s - now_s % READ_STEP_S, UTC)
        return presign(self._bucket, "GET", key, at=at, expires_s=int(READ_TTL.total_seconds()))


def _folder(brand: str, owner: str) -> str:
    return f"{brand}/{FEEDBACK}/{owner}/"


def _owner(caller: Caller) -> str:
    if caller.role is Role.OPERATOR:
        return STAFF
    member_id = caller.member_id or ""
    # What is no id of ours must not become a path.
    if member_id == STAFF or not _OWNER.fullmatch(member_id):
        raise Refusal("PERMISSION_DENIED", "not a member's id")
    return member_id
