"""Attachments: by a signed link into the store of one machine, by a reference into feedback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from deploy.local.objects import ACCESS_KEY, BUCKET, REGION, make_store
from gateway.app import Gateway, uploads_of
from gateway.core.settings import GatewaySettings
from gateway.guards.rate_limit import RateLimiter
from gateway.schema.feedback.uploads import UPLOAD_COST
from gateway.upstream.uploads import READ_TTL, REFERENCE_TTL, UPLOAD_TTL, Uploads
from services.common.cache import Cache
from services.common.clock import ManualClock
from services.common.s3 import Bucket, presign
from services.common.settings import SettingsError
from tessera.feedback.v1 import feedback_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

PICTURE = b"\xff\xd8\xff" + b"x" * 997
ASK = """mutation($input: RequestUploadInput!) { requestUpload(input: $input) {
  upload { attachment attachmentExpiresAt method url headers { name value } expiresAt }
  replayed userErrors { code field } } }"""
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { attachmentUrls } userErrors { code field } } }"""
SEEN = """{ %s { feedback(first: 1) { edges { node { attachmentUrls attachments {
  url state problem contentType sizeBytes sha256 checkedAt } } } } } }"""
READ = "{ me { feedback(first: 1) { edges { node { attachmentUrls } } } } }"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
async def bucket(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Bucket]:
    """The bucket of a store that listens."""
    config = uvicorn.Config(lambda: None, port=0, log_config=None)
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/{BUCKET}"
    bucket = Bucket(url, REGION, ACCESS_KEY, "s3cret")
    config.app = make_store(tmp_path, bucket, clock)
    task = asyncio.create_task(server.serve([socket]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield bucket
    server.should_exit = True
    await task


@pytest.fixture
def uploads(gateway: Gateway, bucket: Bucket, clock: ManualClock) -> Uploads:
    gateway.uploads = Uploads(bucket, clock, bytes_max=1_000)
    return gateway.uploads


@pytest.fixture
async def store() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def _asked(client: Client, **changed: Any) -> Any:
    wish = {"requestId": "u-1", "contentType": "image/jpeg", "sizeBytes": 1_000, **changed}
    return (await client.data(ASK, {"input": wish}))["requestUpload"]


async def _submitted(client: Client, **more: Any) -> Any:
    wish = {"requestId": "s-1", "text": "洒了", **more}
    return (await client.data(SUBMIT, {"input": wish}))["submitFeedback"]


async def _sent(store: httpx.AsyncClient, upload: Any, body: bytes = PICTURE) -> httpx.Response:
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    return await store.request(upload["method"], upload["url"], content=body, headers=headers)


async def test_a_picture_goes_from_a_phone_to_the_readers_of_the_feedback(
    as_: As, backend: FakeBackend, uploads: Uploads, store: httpx.AsyncClient
) -> None:
    asked = await _asked(as_())
    assert (asked["replayed"], asked["userErrors"]) == (False, [])
    upload = asked["upload"]
    assert (await _sent(store, upload)).status_code == 200
    given = await _submitted(as_(), attachments=[upload["attachment"]])
    request = next(request for method, _, request in backend.requests if method == "SubmitFeedback")
    (kept,) = request.attachment_urls
    assert kept.startswith(f"upload:tea/feedback/{member_id(2)}/")
    (link,) = given["feedback"]["attachmentUrls"]
    shown = await store.get(link)
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/jpeg")
    backend.attachments = [kept]
    for client in (as_(), as_("operator")):
        query = f'{{ member(id: "{member_id(2)}") {READ[5:]}'
        member = (await client.data(query))["member"]
        (link,) = member["feedback"]["edges"][0]["node"]["attachmentUrls"]
        assert (await store.get(link)).content == PICTURE


async def test_a_link_takes_the_signed_type_and_size_and_nothing_else(
    as_: As, uploads: Uploads, store: httpx.AsyncClient
) -> None:
    upload = (await _asked(as_()))["upload"]
    url, html = upload["url"], {"content-type": "text/html"}
    assert (await _sent(store, upload, b"short")).status_code == 403
    assert (await _sent(store, upload, PICTURE + b"!")).status_code == 403
    assert (await store.put(url, content=PICTURE, headers=html)).status_code == 403
    assert (await store.put(url, content=PICTURE)).status_code == 403
    assert (await store.get(url)).status_code == 403
    assert (await store.delete(url)).status_code == 403
    good = {"content-type": "image/jpeg", "if-none-match": "*"}
    typed = {"content-type": "image/jpeg"}
    assert (await store.put(url, content=PICTURE, headers=typed)).status_code == 403
    for was, other in (
        (member_id(2), member_id(3)),
        ("/tea/", "/retail/"),
        (f"Expires={UPLOAD_TTL.seconds}", "Expires=604800"),
        ("content-length%3B", ""),
        (f"Credential={ACCESS_KEY}", "Credential=other"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("/feedback/", "/../feedback/"),
        ("/feedback/", "/%2e%2e/feedback/"),
    ):
        assert was in url
        response = await store.put(url.replace(was, other), content=PICTURE, headers=good)
        assert response.status_code in (400, 403), (was, other)
    bare = url.partition("?")[0]
    assert (await store.put(bare, content=PICTURE, headers=good)).status_code == 403
    assert (await _sent(store, upload)).status_code == 200


async def test_a_link_takes_one_body_and_no_second(
    as_: As, uploads: Uploads, store: httpx.AsyncClient
) -> None:
    upload = (await _asked(as_()))["upload"]
    # Two at once: one is taken, the other told that something is there.
    others = [PICTURE, PICTURE[::-1]]
    first = await asyncio.gather(*(_sent(store, upload, body) for body in others))
    assert sorted(answer.status_code for answer in first) == [200, 412]
    taken = others[[answer.status_code for answer in first].index(200)]
    again = await _sent(store, upload, b"y" * len(PICTURE))
    assert again.status_code == 412
    assert b"PreconditionFailed" in again.content
    given = await _submitted(as_(), attachments=[upload["attachment"]])
    (link,) = given["feedback"]["attachmentUrls"]
    assert (await store.get(link)).content == taken


async def test_links_and_references_end(
    as_: As, uploads: Uploads, store: httpx.AsyncClient, clock: ManualClock, backend: FakeBackend
) -> None:
    upload = (await _asked(as_()))["upload"]
    late = (await _asked(as_()))["upload"]
    clock.advance(UPLOAD_TTL - timedelta(seconds=1))
    assert (await _sent(store, upload)).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert (await _sent(store, late)).status_code == 403
    assert (await _sent(store, upload)).status_code == 403
    given = await _submitted(as_(), attachments=[upload["attachment"]])
    (link,) = given["feedback"]["attachmentUrls"]
    clock.advance(READ_TTL)
    assert (await store.get(link)).status_code == 403
    clock.advance(REFERENCE_TTL)
    late = await _submitted(as_(), attachments=[upload["attachment"]])
    assert late["userErrors"] == [{"code": "ATTACHMENT_INVALID", "field": "attachments[0]"}]
    assert backend.calls["SubmitFeedback"] == 1


async def test_a_reference_is_good_for_its_caller_alone(
    as_: As, uploads: Uploads, backend: FakeBackend
) -> None:
    mine = (await _asked(as_()))["upload"]["attachment"]
    staff = (await _asked(as_("operator")))["upload"]["attachment"]
    forged = [
        "",
        "x",
        mine[:-2],
        mine[:20] + "A" + mine[21:],
        f"upload:tea/feedback/{member_id(2)}",
    ]
    cases = [
        *((as_(), reference) for reference in [*forged, staff]),
        (as_(number=3), mine),
        (as_(brand="retail"), mine),
        (as_("operator"), mine),
    ]
    for client, reference in cases:
        answer = await _submitted(client, attachments=[reference])
        assert answer["feedback"] is None
        assert answer["userErrors"] == [{"code": "ATTACHMENT_INVALID", "field": "attachments[0]"}]
    assert not backend.calls["SubmitFeedback"]


async def test_the_name_of_an_anonymous_upload_leads_to_nobody(
    as_: As, uploads: Uploads, backend: FakeBackend, store: httpx.AsyncClient
) -> None:
    upload = (await _asked(as_(), anonymous=True))["upload"]
    named = (await _asked(as_()))["upload"]
    assert member_id(2) not in upload["url"]
    assert (await _sent(store, upload)).status_code == 200
    for anonymous, other in ((True, named), (False, upload)):
        given = await _submitted(as_(), attachments=[other["attachment"]], anonymous=anonymous)
        assert given["userErrors"] == [{"code": "ATTACHMENT_INVALID", "field": "attachments[0]"}]
    given = await _submitted(as_(), attachments=[upload["attachment"]], anonymous=True)
    request = backend.requests[-1][2]
    assert request.attachment_urls[0].startswith("upload:tea/feedback/anonymous/")
    (link,) = given["feedback"]["attachmentUrls"]
    assert (await store.get(link)).content == PICTURE


async def test_a_front_end_cannot_name_the_keys_that_services_keep(
    as_: As, uploads: Uploads, backend: FakeBackend
) -> None:
    made_up = [f"upload:tea/feedback/{member_id(3)}/x.jpg"]
    answer = await _submitted(as_(), attachmentUrls=made_up)
    assert answer["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "attachmentUrls"}]
    for link in ("javascript:alert(1)", "data:text/html,x", "//a.example/b", "http://a.example/b"):
        answer = await _submitted(as_(), attachmentUrls=[link])
        assert answer["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "attachmentUrls"}]
    many = [(await _asked(as_()))["upload"]["attachment"]] * 5
    answer = await _submitted(as_(), attachmentUrls=["https://a.example/b"] * 5, attachments=many)
    assert answer["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "attachments"}]
    assert not backend.calls["SubmitFeedback"]


@pytest.mark.parametrize(
    "kept",
    [
        f"upload:tea/feedback/{member_id(3)}/x.jpg",
        f"upload:retail/feedback/{member_id(2)}/x.jpg",
        "upload:tea/other/x.jpg",
        f"upload:tea/feedback/{member_id(2)}/../{member_id(3)}/x.jpg",
        f"upload:tea/feedback/{member_id(2)}/%2e%2e/x.jpg",
        f"upload:tea/feedback/{member_id(2)}/",
        "upload:",
        "https://elsewhere.example/x.jpg",
    ],
)
async def test_no_link_is_made_for_objects_of_other_items(
    as_: As, uploads: Uploads, backend: FakeBackend, kept: str
) -> None:
    backend.attachments = [kept]
    read = await as_().data(READ)
    assert read["me"]["feedback"]["edges"][0]["node"]["attachmentUrls"] == [kept]


async def test_only_what_arrived_and_is_right_has_a_link(
    as_: As, uploads: Uploads, backend: FakeBackend
) -> None:
    folder, link = f"upload:tea/feedback/{member_id(2)}", "https://elsewhere.example/x.jpg"
    states = {
        "a": "ARRIVED", "b": "CHECKING", "c": "MISSING", "d": "WRONG", "e": "UNCHECKED"
    }  # fmt: skip
    backend.attachments = [link, *(f"{folder}/{name}.jpg" for name in states), f"{folder}/old.jpg"]
    for name, state in states.items():
        seen = feedback_pb2.FeedbackAttachment(reference=f"{folder}/{name}.jpg")
        seen.state = feedback_pb2.AttachmentState.Value(f"ATTACHMENT_STATE_{state}")
        if name == "d":
            seen.problem = feedback_pb2.ATTACHMENT_PROBLEM_TOO_LARGE
        if name == "a":
            seen.content_type, seen.size_bytes, seen.sha256 = "image/jpeg", 9, "0a"
            seen.check_time.GetCurrentTime()
        backend.checked.append(seen)
    asked = {"me": as_(), f'member(id: "{member_id(2)}")': as_("operator")}
    for owner, client in asked.items():
        (edge,) = next(iter((await client.data(SEEN % owner)).values()))["feedback"]["edges"]
        given = edge["node"]["attachments"]
        assert [each["state"] for each in given] == ["UNCHECKED", *states.values(), "UNCHECKED"]
        # What is looked for has a link for the member who sent it, and for nobody else.
        sender = owner == "me"
        assert [each["url"] is not None for each in given] == [1, 1, sender, 0, 0, 1, 1]
        assert [each["problem"] for each in given if each["problem"]] == ["TOO_LARGE"]
        first = {name: given[1][name] for name in ("contentType", "sizeBytes", "sha256")}
        assert first == {"contentType": "image/jpeg", "sizeBytes": 9, "sha256": "0a"}
        assert [each["checkedAt"] is not None for each in given] == [0, 1, 0, 0, 0, 0, 0]
        # The list of links, which front ends of before read, leaves out what may not be seen.
        assert edge["node"]["attachmentUrls"] == [each["url"] for each in given if each["url"]]


async def test_what_staff_attached_the_member_can_read(
    as_: As, uploads: Uploads, backend: FakeBackend
) -> None:
    backend.attachments = ["upload:tea/feedback/staff/x.jpg"]
    read = await as_().data(READ)
    (link,) = read["me"]["feedback"]["edges"][0]["node"]["attachmentUrls"]
    assert "/tea/feedback/staff/x.jpg?X-Amz-" in link


async def test_a_link_for_reading_stays_the_same_for_minutes(
    uploads: Uploads, clock: ManualClock
) -> None:
    clock.set(datetime(2026, 11, 21, 12, 1, tzinfo=UTC))
    kept = f"upload:tea/feedback/{member_id(2)}/x.jpg"
    link = uploads.link(kept, "tea", member_id(2))
    clock.advance(timedelta(minutes=3))
    assert uploads.link(kept, "tea", member_id(2)) == link
    clock.advance(timedelta(minutes=1))
    assert uploads.link(kept, "tea", member_id(2)) != link


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contentType": "text/html"}, "contentType"),
        ({"contentType": "image/svg+xml"}, "contentType"),
        ({"contentType": "IMAGE/JPEG"}, "contentType"),
        ({"contentType": "image/jpeg\r\nx: y"}, "contentType"),
        ({"sizeBytes": 0}, "sizeBytes"),
        ({"sizeBytes": -1}, "sizeBytes"),
        ({"sizeBytes": 1_001}, "sizeBytes"),
        ({"requestId": ""}, "requestId"),
    ],
    ids=repr,
)
async def test_types_and_sizes_are_limited(
    as_: As, uploads: Uploads, changed: dict[str, Any], field: str
) -> None:
    answer = await _asked(as_(), **changed)
    assert answer["upload"] is None
    assert answer["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": field}]


async def test_places_are_not_to_be_guessed(as_: As, uploads: Uploads) -> None:
    urls = {(await _asked(as_()))["upload"]["url"].partition("?")[0] for _ in range(20)}
    assert len(urls) == 20
    assert all(len(url.rpartition("/")[2]) == len(".jpg") + 32 for url in urls)


async def test_uploads_are_limited_by_the_minute(
    as_: As, gateway: Gateway, uploads: Uploads, flushed_redis_url: str
) -> None:
    cache = Cache(flushed_redis_url, timeout_s=2.0)
    gateway.rate_limiter = RateLimiter(cache, per_caller=5 * UPLOAD_COST, per_address=0)
    wish = {"requestId": "u-1", "contentType": "image/jpeg", "sizeBytes": 1_000}
    answers = [await as_().ask(ASK, {"input": wish}) for _ in range(6)]
    await cache.close()
    assert answers[0]["data"]["requestUpload"]["upload"]
    extensions = answers[-1]["errors"][0]["extensions"]
    assert extensions["code"] == "RATE_LIMITED"
    assert extensions["retryAfter"] >= 1


async def test_without_a_store_it_is_said_by_a_code_of_its_own(
    as_: As, backend: FakeBackend
) -> None:
    answer = await as_().ask(
        ASK, {"input": {"requestId": "u-1", "contentType": "image/jpeg", "sizeBytes": 1}}
    )
    assert answer["data"] == {"requestUpload": None}
    assert answer["errors"][0]["extensions"]["code"] == "UPLOADS_NOT_CONFIGURED"
    given = await _submitted(as_(), attachments=["x"])
    assert given["userErrors"][0]["code"] == "ATTACHMENT_INVALID"
    backend.attachments = ["upload:tea/feedback/staff/x.jpg"]
    assert "upload:" in str(await as_().data(READ))


async def test_the_store_gives_and_takes_nothing_by_another_s_link(
    store: httpx.AsyncClient, bucket: Bucket, clock: ManualClock
) -> None:
    other = Bucket(bucket.url, bucket.region, bucket.access_key, "another")
    for signer, key, status in (
        (other, "tea/x.jpg", 403),
        (bucket, "tea/none.jpg", 404),
        (bucket, "no-extension", 400),
        (bucket, "tea/x.jpg.type", 400),
    ):
        link = presign(signer, "GET", key, at=clock.now(), expires_s=60)
        assert (await store.get(link)).status_code == status


def test_a_bucket_without_a_key_is_refused_at_the_start(tmp_path: Path) -> None:
    assert uploads_of(GatewaySettings()) is None
    for settings in (
        GatewaySettings(uploads_url="https://b.example"),
        GatewaySettings(uploads_url="https://b.example", uploads_access_key="k"),
        GatewaySettings(uploads_url="b", uploads_access_key="k", uploads_secret_key="s"),
    ):
        with pytest.raises(SettingsError, match="TESSERA_UPLOADS_"):
            uploads_of(settings)
    settings = GatewaySettings(
        uploads_url="https://b.example", uploads_access_key="k", uploads_secret_key="s3cret"
    )
    assert uploads_of(settings) is not None
    assert "s3cret" not in repr(settings)
