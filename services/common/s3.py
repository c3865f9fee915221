"""Links to a bucket of any S3-compatible store, signed here without asking it.

A link allows one method on one key, until it ends, with exactly the headers that were signed.
Source: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
EXPIRES_S_MAX = 7 * 86_400
_UNRESERVED = "-_.~"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and the key that signs for it.

    `url` is the address of the bucket: https://bucket.host, or https://host/bucket.
    """

    url: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)

    def scope(self, at: datetime) -> str:
        """The scope of a signature made at `at`: day, region and service."""
        return f"{at:%Y%m%d}/{self.region}/s3/aws4_request"


def presign(
    bucket: Bucket,
    method: str,
    key: str,
    *,
    at: datetime,
    expires_s: int,
    headers: Mapping[str, str] | None = None,
    asked: Mapping[str, str] | None = None,
) -> str:
    """The link to `key`, good from `at` (UTC) for `expires_s`.

    `headers`, lower case, must come with the request as they are here. `asked` are parameters of
    the request, such as those by which the bucket (the key "") is listed. Raises ValueError for a
    life that the signature does not allow.
    """
    if not 0 < expires_s <= EXPIRES_S_MAX:
        raise ValueError(f"a link lives 1 to {EXPIRES_S_MAX} s, not {expires_s}")
    parts = urlsplit(bucket.url)
    path = quote(f"{parts.path.rstrip('/')}/{key}", safe="/" + _UNRESERVED)
    signed = {**(headers or {}), "host": parts.netloc}
    query = {
        **(asked or {}),
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{bucket.access_key}/{bucket.scope(at)}",
        "X-Amz-Date": at.strftime(TIME_FORMAT),
        "X-Amz-Expires": str(expires_s),
        "X-Amz-SignedHeaders": ";".join(sorted(signed)),
    }
    made = signature(bucket, method, path, query, signed, at)
    return f"{parts.scheme}://{parts.netloc}{path}?{_encoded(query)}&X-Amz-Signature={made}"


def signature(
    bucket: Bucket,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    at: datetime,
) -> str:
    """The signature of a request without a signed body; `path` is quoted already, `query` is
    without the signature, `headers` are those that are signed."""
    names = sorted(headers)
    request = "\n".join(
        [
            method,
            path,
            _encoded(query),
            *(f"{name}:{' '.join(headers[name].split())}" for name in names),
            "",
            ";".join(names),
            "UNSIGNED-PAYLOAD",
        ]
    )
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join([ALGORITHM, at.strftime(TIME_FORMAT), bucket.scope(at), digest])
    secret = f"AWS4{bucket.secret_key}".encode()
    for part in bucket.scope(at).split("/"):
        secret = hmac.digest(secret, part.encode(), hashlib.sha256)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def _encoded(query: Mapping[str, str]) -> str:
    return "&".join(
        f"{quote(name, safe=_UNRESERVED)}={quote(query[name], safe=_UNRESERVED)}"
        for name in sorted(query)
    )
