"""The media type of a file by its first bytes, whatever its sender or its name says.

Sources: the signatures of the formats: RFC 2083 (PNG), ITU-T T.81 (JPEG), GIF89a, RFC 9649 (WebP),
ISO/IEC 14496-12 (the brands of `ftyp`), ID3v2 and ISO/IEC 11172-3 (MP3), RFC 4867 (AMR), ISO 32000
(PDF).
"""

HEAD_BYTES = 512
"""As many bytes as tell the type of every format below."""
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR\n", "audio/amr"),
    (b"ID3", "audio/mpeg"),
)
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
_AUDIO = frozenset({b"M4A ", b"M4B "})
_VIDEO = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"})
_VIDEO_OF_MAKERS = frozenset({b"M4V ", b"MSNV", b"dash", b"3gp4", b"3gp5"})


def media_type_of(head: bytes) -> str:
    """The media type of a file that begins with `head`; "" for every other format."""
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    return "audio/mpeg" if _is_mpeg_frame(head[:4]) else ""


def family_of(media_type: str) -> str:
    """A picture, a sound and a video differ; two forms of a picture do not, and phones mix them."""
    return media_type.split("/")[0]


def _of_brand(brand: bytes) -> str:
    if brand in _HEIF:
        return "image/heic"
    if brand in _AUDIO:
        return "audio/mp4"
    return "video/mp4" if brand in _VIDEO | _VIDEO_OF_MAKERS else ""


def _is_mpeg_frame(header: bytes) -> bool:
    """The header of a frame of MPEG audio, layer III: version, layer, bit rate and sampling rate
    have values that are not reserved."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return False
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, sampling = header[2] >> 4, header[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in (0, 15) and sampling != 3
