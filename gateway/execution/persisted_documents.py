"""Persisted documents: the text that a request names.

    production    answers the documents of the manifest only. A request names one by `documentId`,
                  by Apollo's `persistedQuery`, or by its exact text; any other document is refused
                  with DOCUMENT_NOT_TRUSTED. Over websockets, where a client can send `query` only,
                  that may be the id
    development   answers these, any other text, and texts registered by their hash before (APQ)

All processes read the same manifest, and read it again when it changes. The documents before a
change stay trusted until the next one, so old and new front ends are answered during a rollout.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson
from prometheus_client import Gauge

from gateway.core.errors import Code, Refused
from gateway.execution.manifest import ManifestError, identify, load
from services.common import telemetry

LOOK_S = 2.0
"""The time between two looks for a change of the manifest."""
FIELDS_MAX = 10
REGISTERED_MAX = 1_000
REGISTERED_CHARACTERS_MAX = 1_000_000
_ID = re.compile(r"[0-9a-f]{64}")

TRUSTED = Gauge("tessera_gateway_trusted_documents", "Documents that production answers.")

_log = telemetry.log("trusted")


class TrustedDocuments:
    """The documents of a manifest, or of a folder."""

    def __init__(self, path: Path) -> None:
        """Raises ManifestError."""
        self._path = path
        self._mark = _mark(path)
        self._now = {entry.id: entry.body for entry in load(path)}
        self._before: dict[str, str] = {}
        self._looked_at = time.monotonic()
        TRUSTED.set(len(self._now))

    def text(self, identifier: str) -> str | None:
        """The text of a document; None when it is not trusted."""
        self._refresh()
        return self._now.get(identifier) or self._before.get(identifier)

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        mark = _mark(self._path)
        if mark == self._mark:
            return
        try:
            read = {entry.id: entry.body for entry in load(self._path)}
        except ManifestError as error:
            _log.error("manifest_unreadable", error=str(error))
            return
        self._mark, self._before, self._now = mark, self._now, read
        TRUSTED.set(len(read))
        _log.info("manifest_read", documents=len(read))


def _mark(path: Path) -> object:
    """A value that differs after each change of the file or folder; None without one."""
    try:
        files = sorted(path.rglob("*.graphql")) if path.is_dir() else [path]
        stats = [(file, file.stat()) for file in files]
    except OSError:
        return None
    return [(str(file), stat.st_mtime_ns, stat.st_ino, stat.st_size) for file, stat in stats]


class DocumentFinder:
    """Finds the text of the document that a request names."""

    def __init__(
        self,
        trusted: TrustedDocuments | None = None,
        *,
        only_trusted: bool = False,
        registers: bool = False,
    ) -> None:
        """With `registers`, clients may register texts by their hash."""
        self._trusted = trusted
        self._only_trusted = only_trusted
        self._registers = registers
        self._registered: OrderedDict[str, str] = OrderedDict()
        self._characters = 0

    def read(self, request: Mapping[str, Any]) -> tuple[str, dict[str, Any] | None, str | None]:
        """The text, the variables and the operation's name. Raises Refused."""
        variables, name = request.get("variables"), request.get("operationName")
        if not isinstance(variables, dict | None) or not isinstance(name, str | None):
            raise Refused(Code.BODY_INVALID, "`variables` is an object, `operationName` a text.")
        return self.find(request), variables, name

    def find(self, request: Mapping[str, Any]) -> str:
        """The text. Raises Refused."""
        text = _optional_text(request, "query")
        named = _optional_text(request, "documentId")
        if text is not None and _ID.fullmatch(text):
            named, text = text, None
        digest = _persisted(request)
        wanted = named or digest
        if wanted is None and text is None:
            raise Refused(Code.BODY_INVALID, "Send an object with `query` or `documentId`.")
        if text is not None and digest is not None and identify(text) != digest:
            raise Refused(Code.PERSISTED_QUERY_MISMATCH, "The hash is another text's.")
        if self._trusted is not None and (wanted is not None or self._only_trusted):
            known = self._trusted.text(wanted or identify((text or "").strip()))
            if known is not None:
                return known
        if self._only_trusted or named is not None:
            raise Refused(Code.DOCUMENT_NOT_TRUSTED, "Only documents of the manifest are answered.")
        return self._register(digest, text) if digest is not None else text or ""

    def _register(self, digest: str, text: str | None) -> str:
        if not self._registers:
            if text is None:
                # Apollo's clients know these two messages, and then send the text.
                raise Refused(Code.PERSISTED_QUERY_NOT_SUPPORTED, "PersistedQueryNotSupported")
            return text
        if text is None:
            known = self._registered.get(digest)
            if known is None:
                raise Refused(Code.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
            self._registered.move_to_end(digest)
            return known
        if digest not in self._registered:
            self._registered[digest] = text
            self._characters += len(text)
        while (
            len(self._registered) > REGISTERED_MAX or self._characters > REGISTERED_CHARACTERS_MAX
        ):
            _, gone = self._registered.popitem(last=False)
            self._characters -= len(gone)
        return text


def from_query(query_string: bytes) -> dict[str, Any]:
    """The request in a GET's URL, which must name a persisted document. Raises Refused."""
    try:
        values = parse_qs(query_string.decode("latin-1"), max_num_fields=FIELDS_MAX)
    except ValueError as error:
        raise Refused(Code.BODY_INVALID, f"At most {FIELDS_MAX} parameters.") from error
    request: dict[str, Any] = {name: given[-1] for name, given in values.items()}
    for name in ("variables", "extensions"):
        if name in request:
            try:
                request[name] = orjson.loads(request[name])
            except orjson.JSONDecodeError as error:
                raise Refused(Code.BODY_INVALID, f"`{name}` is not JSON.") from error
    if "documentId" not in request and _persisted(request) is None:
        raise Refused(Code.GET_NOT_PERSISTED, "GET is for persisted queries; send this by POST.")
    return request


def client_of(query_string: bytes) -> str | None:
    """The visitor's token in a GET's URL."""
    if b"client=" not in query_string:
        return None
    try:
        values = parse_qs(query_string.decode("latin-1"), max_num_fields=FIELDS_MAX)
    except ValueError:
        return None
    return values.get("client", [None])[-1]


def _optional_text(request: Mapping[str, Any], name: str) -> str | None:
    value = request.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(Code.BODY_INVALID, f"`{name}` is a text.")
    return value


def _persisted(request: Mapping[str, Any]) -> str | None:
    extensions = request.get("extensions")
    if extensions is None:
        return None
    if not isinstance(extensions, dict):
        raise Refused(Code.BODY_INVALID, "`extensions` is an object.")
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str) or persisted.get("version") != 1:
        raise Refused(Code.BODY_INVALID, "`persistedQuery` has `version` 1 and `sha256Hash`.")
    return digest
