"""Attachments: front ends send them straight to a bucket, and name them by a reference.

    offer     a link that takes one object of one type and size, once, for minutes; its reference
    accept    the key of a reference that is ours, is the caller's, and has not expired
    link      a link by which an attachment can be read, for minutes

The gateway signs links and never asks the store. The key of an object is
brand/purpose/owner/random, with a member or `staff` as the owner; services keep `upload:` and the
key. A link for reading is made only for an object of the caller's brand and of the item's member,
so that a forged or foreign key opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.common import pagination
from services.common.auth import Caller, Role, require_scope
from services.common.clock import Clock
from services.common.errors import Refusal, invalid
from services.common.s3 import Bucket, presign

TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/amr": "amr",
    "application/pdf": "pdf",
}
"""The types that may be attached; a browser runs none of them."""
ONCE = {"if-none-match": "*"}
"""The store refuses to write over an object: a link takes one body, whoever has it later."""
SCHEME = "upload:"
FEEDBACK = "feedback"
STAFF = "staff"
NOBODY = "anonymous"
"""The owner of an upload that was asked for anonymously: its key leads to no member."""
UPLOAD_TTL = timedelta(minutes=10)
REFERENCE_TTL = timedelta(days=7)
"""Feedback written without a network may be sent days later, with its reference."""
READ_TTL = timedelta(minutes=15)
READ_STEP_S = 300
"""A link for reading stays the same for so long, so that pictures and answers can be cached."""
_OWNER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = re.compile(r"[A-Za-z0-9]{1,64}\.[a-z0-9]{1,8}")
"""The name of an object in its folder: no character in it can lead to another folder."""


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
        # Every process derives the same secret, which no other use of the bucket's key has.
        self._secret = hmac.digest(
            bucket.secret_key.encode(), b"tessera references of uploads", hashlib.sha256
        )

    def offer(
        self, caller: Caller, content_type: str, size_bytes: int, *, anonymous: bool = False
    ) -> Offer:
        """An offer for one object. Raises PERMISSION_DENIED and INVALID_ARGUMENT refusals."""
        require_scope(caller, "feedback:write")
        extension = TYPES.get(content_type)
        if extension is None:
            raise invalid("content_type", f"one of {', '.join(TYPES)}")
        if not 1 <= size_bytes <= self._bytes_max:
            raise invalid("size_bytes", f"1 to {self._bytes_max}")
        now = self._clock.now()
        owner = _owner(caller, anonymous=anonymous)
        key = f"{_folder(caller.brand, owner)}{secrets.token_hex(16)}.{extension}"
        until = now + REFERENCE_TTL
        sent = {"content-type": content_type, **ONCE}
        signed = {**sent, "content-length": str(size_bytes)}
        lives_s = int(UPLOAD_TTL.total_seconds())
        return Offer(
            attachment=pagination.encode_token(self._secret, key=key, until=int(until.timestamp())),
            url=presign(self._bucket, "PUT", key, at=now, expires_s=lives_s, headers=signed),
            # Clients set the header of the length by themselves.
            headers=sent,
            expires_at=now + UPLOAD_TTL,
            attachment_expires_at=until,
        )

    def accept(
        self, caller: Caller, attachment: str, field: str, *, anonymous: bool = False
    ) -> str:
        """The text that a service keeps for `attachment`. Raises an ATTACHMENT_INVALID refusal,
        also where only one of upload and feedback is anonymous."""
        try:
            reference = pagination.decode_token(self._secret, attachment)
        except pagination.PageTokenInvalid as error:
            raise Refusal("ATTACHMENT_INVALID", str(error), field=field) from None
        if reference["until"] <= self._clock.now().timestamp():
            raise Refusal("ATTACHMENT_INVALID", "its time is over", field=field)
        owner = _owner(caller, anonymous=anonymous)
        if not reference["key"].startswith(_folder(caller.brand, owner)):
            told = "not uploaded anonymously" if anonymous else "another's"
            raise Refusal("ATTACHMENT_INVALID", told, field=field)
        return f"{SCHEME}{reference['key']}"

    def link(self, kept: str, brand: str, member_id: str) -> str:
        """The link to `kept`, of an item of that brand and member ("" for an anonymous item).

        A text that is no upload of theirs stays as it is.
        """
        key = kept.removeprefix(SCHEME)
        folders = [_folder(brand, owner) for owner in (member_id or NOBODY, STAFF)]
        folder, name = key[: key.rfind("/") + 1], key[key.rfind("/") + 1 :]
        if key == kept or folder not in folders or not _NAME.fullmatch(name):
            return kept
        now_s = int(self._clock.now().timestamp())
        at = datetime.fromtimestamp(now_s - now_s % READ_STEP_S, UTC)
        return presign(self._bucket, "GET", key, at=at, expires_s=int(READ_TTL.total_seconds()))


def _folder(brand: str, owner: str) -> str:
    return f"{brand}/{FEEDBACK}/{owner}/"


def _owner(caller: Caller, *, anonymous: bool) -> str:
    if anonymous:
        return NOBODY
    if caller.role is Role.OPERATOR:
        return STAFF
    member_id = caller.member_id or ""
    # A text that is no id of ours must not become a path.
    if member_id in (STAFF, NOBODY) or not _OWNER.fullmatch(member_id):
        raise Refusal("PERMISSION_DENIED", "not a member's id")
    return member_id
