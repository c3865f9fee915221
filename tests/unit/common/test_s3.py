"""Links to objects: the signature is the one that S3 and its library make."""

from datetime import UTC, datetime

import pytest

from services.common.s3 import EXPIRES_S_MAX, Bucket, presign


def test_a_link_for_reading_is_the_one_in_the_manual() -> None:
    # AWS, "Authenticating Requests: Using Query Parameters", its example.
    bucket = Bucket(
        "https://examplebucket.s3.amazonaws.com",
        "us-east-1",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    link = presign(bucket, "GET", "test.txt", at=datetime(2013, 5, 24, tzinfo=UTC), expires_s=86400)
    assert link == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


def test_a_link_for_writing_is_the_one_that_botocore_makes() -> None:
    # botocore 1.44.5, S3SigV4QueryAuth, over the same request.
    bucket = Bucket("http://127.0.0.1:9000/uploads/", "cn-north-1", "tessera", "s3cr+t/")
    link = presign(
        bucket,
        "PUT",
        "tea/feedback/mem_1/0f~.jpg",
        at=datetime(2026, 11, 21, 21, 45, tzinfo=UTC),
        expires_s=600,
        headers={"content-type": "image/jpeg", "content-length": "2048"},
    )
    assert link == (
        "http://127.0.0.1:9000/uploads/tea/feedback/mem_1/0f~.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=tessera%2F20261121%2Fcn-north-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20261121T214500Z&X-Amz-Expires=600"
        "&X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"
        "&X-Amz-Signature=c974a3d33bab88133f35fefed75d20a912b5b6e3edafe952dae808d72a963cfb"
    )


@pytest.mark.parametrize("expires_s", [0, -1, EXPIRES_S_MAX + 1])
def test_a_link_lives_a_week_at_most(expires_s: int) -> None:
    bucket = Bucket("https://b.example", "r", "k", "s")
    with pytest.raises(ValueError, match="a link lives"):
        presign(bucket, "GET", "x.jpg", at=datetime(2026, 1, 1, tzinfo=UTC), expires_s=expires_s)


def test_no_secret_is_shown() -> None:
    assert "s3cret" not in repr(Bucket("https://b.example", "r", "k", "s3cret"))
