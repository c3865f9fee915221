"""Messages go to public addresses only, judged when the connection is made, and end in time."""

import asyncio
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

from services.feedback.partners.adapters import connection
from services.feedback.partners.adapters.poster import Poster
from services.feedback.partners.domain.posting import PostFailed
from tests.component.authority import Authority
from tests.component.feedback.partners.receiver import receiving


class Names:
    """A resolver that answers with these addresses, one list after another."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def problem(poster: Poster, url: str) -> str:
    """The problem of posting to `url`; the status of an answer, if there is one."""
    try:
        return str((await poster.post(url, {}, b"{}")).status)
    except PostFailed as failed:
        return failed.problem
    finally:
        poster.close()


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fd00::1"],
        ["8.8.8.8", "127.0.0.1"],
        ["127.0.0.1", "8.8.8.8"],
    ],
)
async def test_no_connection_is_made_to_a_name_with_a_private_address(
    addresses: list[str],
) -> None:
    """Case 59, at connect time."""
    async with receiving() as receiver:
        port = receiver.url.rpartition(":")[2].partition("/")[0]
        poster = Poster(resolve=Names(addresses))
        assert await problem(poster, f"https://partner.example:{port}/") == "ADDRESS_NOT_PUBLIC"
        assert receiver.connections == 0


async def test_a_name_that_turns_private_between_two_look_ups_gains_nothing() -> None:
    """Case 59: each connection is judged by the very addresses to which it goes."""
    names = Names(["192.0.0.9"], ["127.0.0.1"])
    poster = Poster(resolve=names, timeout_s=0.2)
    async with receiving() as receiver:
        port = receiver.url.rpartition(":")[2].partition("/")[0]
        url = f"https://partner.example:{port}/"
        first = await problem(poster, url)
        assert first in {"TIMEOUT", "CONNECT_FAILED", "ADDRESS_NOT_PUBLIC"}
        assert await problem(poster, url) == "ADDRESS_NOT_PUBLIC"
        assert (names.asked, receiver.connections) == (2, 0)


async def test_without_tls_nothing_is_posted_but_in_development() -> None:
    async with receiving() as receiver:
        assert await problem(Poster(), receiver.url) == "ADDRESS_NOT_PUBLIC"
        assert receiver.connections == 0
        assert await problem(Poster(private=True), receiver.url) == "200"


async def test_a_receiver_without_a_good_certificate_gets_nothing(tmp_path: Path) -> None:
    ours = Authority.make("ours")
    ours.issue(tmp_path)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(tmp_path / "tls.crt", tmp_path / "tls.key")
    trusting = ssl.create_default_context(cafile=ours.publish(tmp_path / "ca.crt"))
    here = Names(["127.0.0.1"])
    async with receiving(tls=serving) as receiver:
        # Trusted for this name; for another one; and signed by nobody whom we know.
        known = Poster(private=True, tls=trusting, resolve=here)
        assert await problem(known, receiver.url.replace("127.0.0.1", "localhost")) == "200"
        other = receiver.url.replace("127.0.0.1", "partner.example")
        assert await problem(known, other) == "TLS_FAILED"
        assert await problem(Poster(private=True), receiver.url) == "TLS_FAILED"
        assert len(receiver.all) == 1


async def test_a_receiver_that_is_slow_wrong_or_away_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "BODY_S", 0.1)
    answers = {
        b"": "CONNECT_FAILED",
        b"SSH-2.0-OpenSSH_9.2\r\n": "ANSWER_MALFORMED",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 40_000: "ANSWER_MALFORMED",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 4_000: "ANSWER_MALFORMED",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n": "302",
        b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 None\r\n\r\n": "204",
        # A body without an end, of which nobody waits for more than a little.
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000: "200",
        b"HTTP/1.1 500 No\r\ncontent-length: 900\r\n\r\nx": "500",
    }
    for said, expected in answers.items():

        async def answer(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: bytes = said
        ) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            if not said.startswith(b"HTTP/1.1 500"):
                writer.close()
            else:
                await reader.read()
                writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        assert await problem(Poster(private=True), url) == expected, said[:60]
        server.close()
        assert await problem(Poster(private=True), url) == "CONNECT_FAILED"


async def test_one_that_hangs_costs_its_time_and_no_more() -> None:
    async with receiving() as receiver:
        receiver.hangs = True
        poster = Poster(private=True, timeout_s=0.2)
        assert await problem(poster, receiver.url) == "TIMEOUT"


async def test_a_connection_is_used_again_and_opened_anew_when_it_was_closed() -> None:
    async with receiving() as receiver:
        poster = Poster(private=True)
        for _ in range(5):
            await poster.post(receiver.url, {"webhook-id": "evt_1"}, b"{}")
        assert receiver.connections == 1
        for writer in receiver.writers:
            writer.close()
        await poster.post(receiver.url, {"webhook-id": "evt_1"}, b"{}")
        assert (receiver.connections, len(receiver.taken)) == (2, 6)
        poster.close()


async def test_an_unknown_name_is_told() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    assert await problem(Poster(resolve=unknown), "https://partner.example/") == "NAME_UNKNOWN"


def test_certificates_are_verified() -> None:
    context = Poster()._tls
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
