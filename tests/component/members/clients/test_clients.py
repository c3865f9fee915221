"""Clients: made by operators at the command line, asked about by the gateway."""

import io
from collections.abc import Awaitable
from datetime import timedelta

import grpc
import pytest

from services.common.audit_log import AuditLog, Wanted
from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.members.__main__ import parse
from services.members.clients.api.command_line import REFUSED, run
from services.members.clients.domain import ENDED_TTL, ROTATION
from services.members.wiring import clients_in
from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc
from tests.component.members.conftest import NOON, Members, activity, enrolment, recording, refused

GATEWAY = Caller(ALL_BRANDS, "gateway", Role.SERVICE)


class Shell:
    """The operator at the command line."""

    def __init__(self, db: Database, members: Members) -> None:
        self._clients = clients_in(db, members.clock)
        self.said = ""

    async def run(self, line: str) -> int:
        out = io.StringIO()
        code = await run(self._clients, parse(["clients", "--by", "ann", *line.split()]), out)
        self.said = out.getvalue()
        return code

    async def create(self, more: str = "") -> tuple[str, str]:
        line = f"create --brand tea --role channel --scope orders:write {more}"
        assert await self.run(line) == 0
        return self.printed()

    def printed(self) -> tuple[str, str]:
        told = dict(
            each.split("=", 1) for each in self.said.split("\n") if each.startswith("client_")
        )
        return told["client_id"], told["client_secret"]


@pytest.fixture
def shell(db: Database, bare: Members) -> Shell:
    return Shell(db, bare)


@pytest.fixture
def stub(bare: Members) -> "clients_pb2_grpc.ClientsAsyncStub":
    return clients_pb2_grpc.ClientsStub(bare.channel(GATEWAY))


def asking(client_id: str, secret: str, *scopes: str) -> pb.AuthenticateClientRequest:
    return pb.AuthenticateClientRequest(
        client_id=client_id, client_secret=secret, scopes=scopes, audience="a", address="10.0.0.1"
    )


async def test_a_client_shows_its_secret_and_gets_what_it_may(
    bare: Members, shell: Shell, stub: "clients_pb2_grpc.ClientsAsyncStub"
) -> None:
    client_id, secret = await shell.create("--scope members:read --channel pos")
    answer = await stub.AuthenticateClient(asking(client_id, secret))
    assert (answer.brand, answer.role, answer.channel, answer.epoch) == ("tea", "channel", "pos", 1)
    assert list(answer.scopes) == ["members:read", "orders:write"]
    narrow = await stub.AuthenticateClient(asking(client_id, secret, "members:read"))
    assert list(narrow.scopes) == ["members:read"]
    wide = await refused(stub.AuthenticateClient(asking(client_id, secret, "points:write")))
    assert (wide.reason, wide.metadata["scope"]) == ("SCOPE_NOT_GRANTED", "points:write")
    for wrong in (asking(client_id, "tsk_x"), asking("cli_x", secret)):
        assert (await refused(stub.AuthenticateClient(wrong))).reason == "CLIENT_INVALID"


async def test_a_secret_is_printed_once_and_kept_as_its_hash(db: Database, shell: Shell) -> None:
    client_id, secret = await shell.create()
    await shell.run("list --brand tea")
    assert client_id in shell.said
    assert secret not in shell.said
    kept = await db["clients"].find_one({"_id": client_id})
    assert secret not in str(kept)


async def test_after_a_rotation_the_last_secret_is_good_for_a_day(
    bare: Members, shell: Shell, stub: "clients_pb2_grpc.ClientsAsyncStub"
) -> None:
    client_id, first = await shell.create()
    await shell.run(f"rotate --brand tea --client {client_id}")
    _, second = shell.printed()
    for secret in (first, second):
        await stub.AuthenticateClient(asking(client_id, secret))
    bare.clock.advance(ROTATION)
    gone = await refused(stub.AuthenticateClient(asking(client_id, first)))
    assert gone.reason == "CLIENT_INVALID"
    await stub.AuthenticateClient(asking(client_id, second))


async def test_a_revoked_client_is_told_until_its_tokens_have_expired(
    bare: Members, shell: Shell, stub: "clients_pb2_grpc.ClientsAsyncStub"
) -> None:
    client_id, secret = await shell.create()
    assert not (await stub.ListEndedClients(pb.ListEndedClientsRequest())).clients
    assert await shell.run(f"revoke --brand tea --client {client_id}") == 0
    assert "revoked" in shell.said
    [told] = (await stub.ListEndedClients(pb.ListEndedClientsRequest())).clients
    assert (told.client_id, told.least_epoch) == (client_id, 2)
    gone = await refused(stub.AuthenticateClient(asking(client_id, secret)))
    assert gone.reason == "CLIENT_INVALID"
    bare.clock.advance(ENDED_TTL + timedelta(seconds=1))
    assert not (await stub.ListEndedClients(pb.ListEndedClientsRequest())).clients


async def test_a_client_ends_its_own_tokens_once(
    shell: Shell, stub: "clients_pb2_grpc.ClientsAsyncStub"
) -> None:
    client_id, secret = await shell.create()
    ending = pb.EndClientTokensRequest(client_id=client_id, client_secret=secret, epoch=1)
    for _ in range(2):
        await stub.EndClientTokens(ending)
    assert (await stub.AuthenticateClient(asking(client_id, secret))).epoch == 2


async def test_whatever_is_done_with_a_client_is_in_its_brands_audit_log(
    db: Database, shell: Shell, stub: "clients_pb2_grpc.ClientsAsyncStub"
) -> None:
    client_id, secret = await shell.create()
    await stub.AuthenticateClient(asking(client_id, secret))
    await refused(stub.AuthenticateClient(asking(client_id, "tsk_x")))
    await shell.run(f"rotate --brand tea --client {client_id} --now")
    await shell.run(f"revoke --brand tea --client {client_id}")
    found = [entry.action for entry in reversed(await AuditLog(db).page("tea", Wanted(), 50))]
    assert [(each.subject, each.action.rpartition(".")[2]) for each in found] == [
        ("ann", "create_client"),
        (client_id, "issue_token"),
        (client_id, "refuse_token"),
        ("ann", "rotate_client"),
        ("ann", "revoke_client"),
    ]
    assert "address=10.0.0.1" in found[2].reason
    assert secret not in str(found)


@pytest.mark.parametrize(
    "line",
    [
        "create --brand TEA --role channel --scope orders:write",
        "create --brand tea --role channel --scope Orders",
        "create --brand tea --role operator --scope points:read --channel pos",
        "create --brand tea --role channel --scope orders:write --channel a/b",
        "revoke --brand tea --client cli_nobodys",
    ],
)
async def test_a_wrong_line_is_refused_with_a_sentence(
    shell: Shell, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await shell.run(line) == REFUSED
    assert capsys.readouterr().err.strip()


async def test_another_brands_client_cannot_be_changed(shell: Shell) -> None:
    client_id, _ = await shell.create()
    assert await shell.run(f"revoke --brand retail --client {client_id}") == REFUSED


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CHANNEL])
async def test_only_services_ask_about_clients(bare: Members, role: Role) -> None:
    stub = clients_pb2_grpc.ClientsStub(bare.channel(Caller("tea", "ann", role)))
    calls: list[Awaitable[object]] = [
        stub.AuthenticateClient(asking("a", "b")),
        stub.EndClientTokens(pb.EndClientTokensRequest()),
        stub.ListEndedClients(pb.ListEndedClientsRequest()),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_a_token_of_a_channel_names_no_other_channel(members: Members) -> None:
    member_id = await members.enrol()
    web = Caller("tea", "cli_1", Role.CHANNEL, channel="web", epoch=1)
    sent = recording(activity(member_id, "e-1", NOON))
    why = await refused(members.activities(caller=web).RecordActivities(sent))
    assert (why.reason, why.metadata["channel"]) == ("CHANNEL_NOT_OURS", "web")
    assert why.field == "activities[0].channel"
    why = await refused(members.members(web).EnrolMember(enrolment()))
    assert why.reason == "CHANNEL_NOT_OURS"
    pos = Caller("tea", "cli_2", Role.CHANNEL, channel="pos", epoch=1)
    [result] = (await members.activities(caller=pos).RecordActivities(sent)).results
    assert not result.reason


async def test_members_refuses_a_revoked_client_itself(
    bare: Members, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process asks its own storage at its start, and again each round."""
    client_id, _ = await shell.create()
    await shell.run(f"revoke --brand tea --client {client_id}")
    verifier = bare.running._interceptor._verifier
    assert verifier._revocations is not None
    await verifier._revocations.ask()
    till = Caller("tea", client_id, Role.CHANNEL, channel="pos", epoch=1)
    call = bare.activities(caller=till).RecordActivities(recording())
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
