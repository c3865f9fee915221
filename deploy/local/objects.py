"""A small object store for one machine: `python -m deploy.local.objects`, started by the runner.

It implements the part of S3 that signed links need: PUT and GET of the link's object, with the
signed headers, until the link expires, and no second PUT where `If-None-Match: *` is signed, as
all our links for writing have it. And what an erasure needs: the list of the objects under a
prefix, and DELETE. Objects are files in the data folder, each with its type in
a file beside it. It listens on this machine only.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from deploy.local import ports
from gateway.upstream.uploads import ONCE
from services.common.clock import Clock, SystemClock
from services.common.s3 import ALGORITHM, EXPIRES_S_MAX, TIME_FORMAT, Bucket, signature
from services.common.settings import load

BUCKET = "uploads"
REGION = "local"
ACCESS_KEY = "tessera"
SECRET_FILE = "objects.secret"
OBJECT_BYTES_MAX = 100 << 20
SKEW = timedelta(minutes=5)
LISTED_MAX = 1_000
_PREFIX = re.compile(r"([A-Za-z0-9_-]{1,64}/){1,4}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9_-]{1,64}){0,4}\.[a-z0-9]{1,8}")
_SIGNED = {"PUT": {"host", "content-type", "content-length", *ONCE}}
_STATUS = {
    "NoSuchKey": 404,
    "EntityTooLarge": 413,
    "IncompleteBody": 400,
    "InvalidArgument": 400,
    "PreconditionFailed": 412,
}


class Refused(Exception):
    """The request does not match its signature; the text is S3's own error code."""


class Store:
    """Stores and returns objects by signed links."""

    def __init__(self, root: Path, bucket: Bucket, clock: Clock) -> None:
        self._root = root
        self._bucket = bucket
        self._clock = clock

    async def answer(self, request: Request) -> Response:
        """PUT, GET or DELETE of one object, or the list of those under a prefix."""
        try:
            self._check(request)
            if request.method == "GET" and not request.path_params["key"]:
                return self._listed(request.query_params.get("prefix", ""))
            path = self._path(request.path_params["key"])
            if request.method == "DELETE":
                for each in (path, _type_of(path)):
                    each.unlink(missing_ok=True)
                return Response(status_code=204)
            if request.method == "PUT":
                await _take(request, path)
                return Response()
            return _given(path)
        except Refused as refused:
            code = str(refused)
            xml = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code></Error>'
            return Response(xml, _STATUS.get(code, 403), media_type="application/xml")

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise Refused("InvalidArgument")
        return self._root / key

    def _listed(self, prefix: str) -> Response:
        """The keys that begin with `prefix`, up to LISTED_MAX, as ListObjectsV2 has them."""
        if not _PREFIX.fullmatch(prefix):
            raise Refused("InvalidArgument")
        folder = self._root / prefix
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        keys = [f"{prefix}{name}" for name in names if _KEY.fullmatch(f"{prefix}{name}")]
        shown = "".join(
            f"<Contents><Key>{key}</Key></Contents>"
            for key in [key for key in keys if not key.endswith(".type")][:LISTED_MAX]
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>{shown}</ListBucketResult>'
        return Response(xml, media_type="application/xml")

    def _check(self, request: Request) -> None:
        """Raises Refused unless our secret signed the link for this request and time."""
        query = dict(request.query_params)
        sent = query.pop("X-Amz-Signature", "")
        at, until = _times(query)
        now = self._clock.now()
        names = query.get("X-Amz-SignedHeaders", "").split(";")
        headers = {name: request.headers.get(name, "") for name in names}
        credential = f"{self._bucket.access_key}/{self._bucket.scope(at)}"
        if query.get("X-Amz-Algorithm") != ALGORITHM or query.get("X-Amz-Credential") != credential:
            raise Refused("InvalidAccessKeyId")
        if not _SIGNED.get(request.method, {"host"}) <= headers.keys():
            raise Refused("AccessDenied")
        # The path as it was sent: two different paths may be equal once they are decoded.
        path = request.scope["raw_path"].decode("ascii")
        made = signature(self._bucket, request.method, path, query, headers, at)
        if not hmac.compare_digest(sent.encode(), made.encode()):
            raise Refused("SignatureDoesNotMatch")
        if not at - SKEW <= now < until:
            raise Refused("AccessDenied")


def _times(query: Mapping[str, str]) -> tuple[datetime, datetime]:
    try:
        at = datetime.strptime(query["X-Amz-Date"], TIME_FORMAT).replace(tzinfo=UTC)
        lives_s = int(query["X-Amz-Expires"])
    except (KeyError, ValueError):
        raise Refused("AuthorizationQueryParametersError") from None
    if not 0 < lives_s <= EXPIRES_S_MAX:
        raise Refused("AuthorizationQueryParametersError")
    return at, at + timedelta(seconds=lives_s)


async def _take(request: Request, path: Path) -> None:
    """Write the body completely, once, or not at all."""
    length = int(request.headers["content-length"])
    if length > OBJECT_BYTES_MAX:
        raise Refused("EntityTooLarge")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        taken = 0
        with partial.open("wb") as file:
            async for part in request.stream():
                taken += len(part)
                file.write(part)
        if taken != length:
            raise Refused("IncompleteBody")
        _type_of(path).write_text(request.headers["content-type"], "utf-8")
        os.link(partial, path)  # unlike a rename it fails where another was quicker
    except FileExistsError:
        raise Refused("PreconditionFailed") from None
    finally:
        partial.unlink(missing_ok=True)


def _given(path: Path) -> Response:
    if not path.is_file():
        raise Refused("NoSuchKey")
    headers = {"x-content-type-options": "nosniff", "cache-control": "private, max-age=300"}
    return FileResponse(path, media_type=_type_of(path).read_text("utf-8"), headers=headers)


def _type_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.type")


def make_store(root: Path, bucket: Bucket, clock: Clock) -> Starlette:
    """The application. CORS allows every origin, since each request needs a signed link."""

    async def health(request: Request) -> Response:
        return Response()

    store = Store(root, bucket, clock)
    return Starlette(
        routes=[
            Route("/healthz", health),
            Route(f"/{BUCKET}/{{key:path}}", store.answer, methods=["GET", "PUT", "DELETE"]),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "PUT"],
                allow_headers=["content-type", *ONCE],
            )
        ],
    )


def make_secret(keys: Path) -> Path:
    """The file with the secret that signs links; it is made when it is missing."""
    path = keys / SECRET_FILE
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_hex(32), "utf-8")
    return path


def variables(port: int, secret: Path, folder: Path) -> dict[str, str]:
    """The environment variables of the store, for itself and for the gateway."""
    return {
        "TESSERA_UPLOADS_URL": f"http://{ports.HOST}:{port}/{BUCKET}",
        "TESSERA_UPLOADS_REGION": REGION,
        "TESSERA_UPLOADS_ACCESS_KEY": ACCESS_KEY,
        "TESSERA_UPLOADS_SECRET_KEY_FILE": str(secret),
        "TESSERA_OBJECTS_DIR": str(folder),
    }


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Filled from TESSERA_… variables."""

    port: int
    """The port to listen on."""
    objects_dir: Path
    """The folder with the objects."""
    uploads_url: str
    """The URL of the bucket, as the gateway signs it."""
    uploads_secret_key: str = field(repr=False)
    """The key by which the gateway signs."""


def main() -> None:
    """Serve until a signal."""
    settings = load(Settings)
    bucket = Bucket(settings.uploads_url, REGION, ACCESS_KEY, settings.uploads_secret_key)
    app = make_store(settings.objects_dir, bucket, SystemClock())
    uvicorn.run(app, host=ports.HOST, port=settings.port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
