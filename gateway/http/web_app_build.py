"""One build of a web app, read into memory: its files by name, each packed in advance."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli

from gateway.http.compression import BYTES_MIN

NONCE = b"__CSP_NONCE__"
"""Stands in index.html wherever the nonce of an answer belongs."""
PAGE = "index.html"
ASSETS = "assets/"
"""The folder of files whose names change with their content."""
BROTLI_QUALITY = 9
GZIP_LEVEL = 9
BYTES_MAX = 64 << 20
"""The most that is read: a folder given by mistake must not fill the memory."""
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PACKED = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
_TEXT = "; charset=utf-8"


class NoBuild(Exception):
    """The folder has no build that can be served."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    content_type: str
    etag: str
    bodies: Mapping[bytes, bytes]
    """By content coding; b"" is the file itself."""


@dataclass(frozen=True, slots=True)
class Build:
    """The page of a build with places for the nonce, and its other files by path."""

    page: bytes
    files: Mapping[str, File]


def state_of(folder: Path) -> tuple[str, int, int] | None:
    """Changes when another build takes the place of this one; None where there is none."""
    try:
        page = (folder / PAGE).resolve(strict=True)
        about = page.stat()
    except OSError:
        return None
    return str(page), about.st_mtime_ns, about.st_ino


def read(folder: Path) -> Build:
    """The build in a folder. Raises NoBuild."""
    root = folder.resolve()
    files: dict[str, File] = {}
    try:
        page = (root / PAGE).read_bytes()
        left = BYTES_MAX - len(page)
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            # Names with a dot first are notes of the build (.vite); a link may lead anywhere.
            if path.is_symlink() or not path.is_file() or name == PAGE or "/." in f"/{name}":
                continue
            left -= path.stat().st_size
            if left < 0:
                raise NoBuild(f"{root} has more than {BYTES_MAX >> 20} MiB: is it a build of web?")
            files[name] = _file(path.name, path.read_bytes())
    except OSError as error:
        raise NoBuild(f"{root}: {error}") from error
    if NONCE not in page:
        raise NoBuild(f"{root / PAGE} has no {NONCE.decode()}, so its policy would stop it")
    return Build(page, files)


def _file(name: str, content: bytes) -> File:
    suffix = name[name.rfind(".") :] if "." in name else ""
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    bodies = {b"": content}
    if kind.startswith(_PACKED) and len(content) >= BYTES_MIN:
        bodies[b"br"] = brotli.compress(content, quality=BROTLI_QUALITY)
        bodies[b"gzip"] = gzip.compress(content, GZIP_LEVEL, mtime=0)
    etag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    return File(kind + _TEXT if kind.startswith("text/") else kind, etag, bodies)
