"""Files are judged by their bytes; one that never comes is missing at a stated time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.items.domain.attachments import (
    AWAITED_FOR,
    Arrived,
    Attachment,
    AttachmentState,
    Problem,
    announced,
    judged,
    key_in,
    next_look,
    waits,
)
from services.feedback.items.domain.media import HEAD_BYTES, media_type_of

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"
HEADS = {
    "image/png": [PNG],
    "image/jpeg": [b"\xff\xd8\xff\xe0\0\x10JFIF", b"\xff\xd8\xff\xe1\0\x10Exif"],
    "image/gif": [b"GIF87a\1\0", b"GIF89a\1\0"],
    "image/webp": [b"RIFF\x10\0\0\0WEBPVP8 "],
    "image/heic": [b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypmif1"],
    "video/mp4": [b"\0\0\0\x20ftypisom", b"\0\0\0\x18ftypmp42"],
    "audio/mp4": [b"\0\0\0\x20ftypM4A "],
    "audio/mpeg": [b"ID3\x04\0", b"\xff\xfb\x90\x64"],
    "audio/amr": [b"#!AMR\n\x3c"],
    "application/pdf": [b"%PDF-1.7\n"],
}
OTHERS = [
    b"",
    b"<html><script>",
    b"<svg xmlns=",
    b"MZ\x90\0",
    b"PK\x03\x04",
    b"\x7fELF",
    b"RIFF\x10\0\0\0WAVEfmt ",
    b"\0\0\0\x14ftypqt  ",
    b"\x89PNG",
    b"\xff\xff\xff\xff",
]


def arrived(head: bytes = PNG, size: int | None = None) -> Arrived:
    return Arrived(head, len(head) if size is None else size, "aa")


def look(found: Arrived | None, name: str = "a.png", after: timedelta = timedelta()) -> Attachment:
    return judged(Attachment(f"upload:tea/feedback/m/{name}"), found, 100, NOON, NOON + after)


@pytest.mark.parametrize("media_type", HEADS)
def test_the_bytes_tell_the_type(media_type: str) -> None:
    assert {media_type_of(head + b"\0" * 40) for head in HEADS[media_type]} == {media_type}


def test_other_bytes_are_of_no_type_that_may_be_attached() -> None:
    assert [head for head in OTHERS if media_type_of(head)] == []


@given(st.binary(max_size=HEAD_BYTES))
def test_any_bytes_are_of_a_known_type_or_none(head: bytes) -> None:
    assert media_type_of(head) in {"", *HEADS}


def test_a_file_is_what_its_bytes_are_and_not_what_its_sender_says() -> None:
    jpeg = HEADS["image/jpeg"][0]
    # Phones name a picture after another form: it is a picture all the same.
    seen = look(arrived(jpeg))
    assert (seen.state, seen.content_type) == (AttachmentState.ARRIVED, "image/jpeg")
    assert (seen.size_bytes, seen.sha256, seen.checked_at) == (len(jpeg), "aa", NOON)
    wrong = {
        Problem.TYPE_UNKNOWN: look(arrived(b"<html>")),
        Problem.TYPE_OTHER: look(arrived(HEADS["video/mp4"][0])),
        Problem.EMPTY: look(arrived(b"")),
        Problem.TOO_LARGE: look(arrived(size=101)),
    }
    for problem, each in wrong.items():
        assert (each.state, each.problem) == (AttachmentState.WRONG, problem)
    assert look(arrived(size=100)).state is AttachmentState.ARRIVED
    assert look(arrived(), "a.exe").problem is Problem.TYPE_OTHER


def test_what_does_not_come_in_its_time_is_missing_and_not_before() -> None:
    assert look(None, after=AWAITED_FOR - timedelta(seconds=1)).state is AttachmentState.CHECKING
    assert look(None, after=AWAITED_FOR).state is AttachmentState.MISSING
    # One that came at the last moment is there.
    assert look(arrived(), after=AWAITED_FOR).state is AttachmentState.ARRIVED


@given(st.integers(0, 2_000_000))
def test_looks_come_later_and_later_and_one_when_the_time_is_over(late_ms: int) -> None:
    now, looks = NOON + timedelta(milliseconds=late_ms), 0
    while now < NOON + AWAITED_FOR:
        after = next_look(NOON, now)
        assert after > now
        now, looks = after, looks + 1
    assert looks <= 9
    assert now <= NOON + max(AWAITED_FOR + timedelta(seconds=5), timedelta(milliseconds=late_ms))


def test_uploads_are_announced_and_links_are_not() -> None:
    seen = announced(["https://a.cn/b.png", "upload:tea/feedback/m/a.png"])
    assert [each.reference for each in seen] == ["upload:tea/feedback/m/a.png"]
    assert waits(seen)
    assert not waits([replace(each, state=AttachmentState.MISSING) for each in seen])


@pytest.mark.parametrize(
    "reference",
    [
        "upload:retail/feedback/m/a.png",
        "upload:tea/feedback/../retail/a.png",
        "upload:tea/feedback/a.png",
        "upload:tea/exports/m/a.png",
        "upload:tea/feedback/m/a.png/b.png",
        "https://a.cn/tea/feedback/m/a.png",
    ],
)
def test_a_key_of_another_brand_or_folder_is_never_read(reference: str) -> None:
    assert key_in("tea", reference) == ""
    assert key_in("tea", "upload:tea/feedback/m/a.png") == "tea/feedback/m/a.png"
