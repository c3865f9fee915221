"""Operators make, rotate and revoke the clients of their brand."""

import pytest

from services.common.audit_log import AuditLog, Wanted
from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.members.clients import domain, storage
from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc
from tests.component.members.conftest import Members, refused

LIST = pb.ListClientsRequest()


def desk(
    members: Members, *scopes: str, who: str = "ann", brand: str = "tea"
) -> "clients_pb2_grpc.ClientRegisterAsyncStub":
    caller = Caller(brand, who, Role.OPERATOR, scopes=frozenset({"clients", *scopes}))
    return clients_pb2_grpc.ClientRegisterStub(members.channel(caller))


def till(
    name: str = "till 1",
    *scopes: str,
    role: pb.ClientRole.ValueType = pb.CLIENT_ROLE_CHANNEL,
    channel: str = "pos",
    request_id: str | None = None,
) -> pb.CreateClientRequest:
    return pb.CreateClientRequest(
        request_id=f"make-{name}" if request_id is None else request_id,
        name=name,
        role=role,
        scopes=scopes or ["orders:write"],
        channel=channel,
    )


async def logs_in(members: Members, client_id: str, secret: str) -> list[str]:
    """The scopes of a token of the client."""
    gateway = clients_pb2_grpc.ClientsStub(
        members.channel(Caller(ALL_BRANDS, "gateway", Role.SERVICE))
    )
    asked = pb.AuthenticateClientRequest(client_id=client_id, client_secret=secret, audience="a")
    return list((await gateway.AuthenticateClient(asked)).scopes)


async def test_a_secret_is_shown_once_and_a_repeat_makes_no_second_client(bare: Members) -> None:
    ann = desk(bare, "orders")
    made = await ann.CreateClient(till())
    assert await logs_in(bare, made.client.id, made.secret) == ["orders:write"]
    again = await ann.CreateClient(till())
    assert (again.client.id, again.secret, again.replayed) == (made.client.id, "", True)
    [listed] = (await ann.ListClients(LIST)).clients
    assert (listed.name, listed.channel, len(listed.secrets)) == ("till 1", "pos", 1)
    other = await ann.CreateClient(till("till 2"))
    assert other.client.id != made.client.id
    first = await ann.ListClients(pb.ListClientsRequest(page_size=1))
    rest = await ann.ListClients(
        pb.ListClientsRequest(page_size=1, page_token=first.next_page_token)
    )
    pages = [first.clients[0].name, rest.clients[0].name, rest.next_page_token]
    assert pages == ["till 2", "till 1", ""]


async def test_nobody_gets_by_a_client_what_they_may_not_do_themselves(bare: Members) -> None:
    ann, bob = desk(bare, "orders", "pii:read"), desk(bare, "orders:read", who="bob")
    why = await refused(bob.CreateClient(till()))
    assert (why.reason, why.metadata["scope"]) == ("CLIENT_SCOPE_NOT_YOURS", "orders:write")
    assert not (await ann.ListClients(LIST)).clients
    made = await ann.CreateClient(till("crm", "orders:write", "pii:read"))
    rotation = pb.RotateClientSecretRequest(request_id="r-1", client_id=made.client.id)
    why = await refused(bob.RotateClientSecret(rotation))
    assert why.reason == "CLIENT_SCOPE_NOT_YOURS"
    # Whoever may end a client's work need not have its scopes.
    await bob.RevokeClient(pb.RevokeClientRequest(request_id="e-1", client_id=made.client.id))
    assert (await ann.ListClients(LIST)).clients[0].HasField("revoke_time")


async def test_a_client_may_work_for_some_stores_alone(bare: Members) -> None:
    ann = desk(bare, "orders")
    request = till()
    request.stores.extend(["store-02", "store-01", "store-02"])
    made = await ann.CreateClient(request)
    assert made.client.stores == ["store-01", "store-02"]
    assert (await ann.ListClients(LIST)).clients[0].stores == ["store-01", "store-02"]
    gateway = clients_pb2_grpc.ClientsStub(
        bare.channel(Caller(ALL_BRANDS, "gateway", Role.SERVICE))
    )
    asked = pb.AuthenticateClientRequest(
        client_id=made.client.id, client_secret=made.secret, audience="a"
    )
    assert (await gateway.AuthenticateClient(asked)).stores == ["store-01", "store-02"]


async def test_who_works_for_certain_stores_makes_no_clients(bare: Members) -> None:
    caller = Caller(
        *("tea", "hu", Role.OPERATOR), scopes=frozenset({"clients"}), stores=frozenset({"store-01"})
    )
    register = clients_pb2_grpc.ClientRegisterStub(bare.channel(caller))
    request = till()
    request.stores.append("store-01")
    assert (await refused(register.CreateClient(request))).reason == "STORES_ONLY"


async def test_a_client_changes_its_secret_and_ends_for_ever(bare: Members) -> None:
    ann = desk(bare, "orders")
    made = await ann.CreateClient(till())
    rotation = pb.RotateClientSecretRequest(request_id="r-1", client_id=made.client.id)
    second = await ann.RotateClientSecret(rotation)
    for secret in (made.secret, second.secret):
        assert await logs_in(bare, made.client.id, secret) == ["orders:write"]
    assert [each.HasField("expire_time") for each in second.client.secrets] == [True, False]
    again = await ann.RotateClientSecret(rotation)
    assert (again.secret, again.replayed, len(again.client.secrets)) == ("", True, 2)
    bare.clock.advance(domain.ROTATION)
    assert len((await ann.ListClients(LIST)).clients[0].secrets) == 1
    ending = pb.RevokeClientRequest(request_id="e-1", client_id=made.client.id)
    assert (await ann.RevokeClient(ending)).client.HasField("revoke_time")
    why = await refused(logs_in(bare, made.client.id, second.secret))
    assert why.reason == "CLIENT_INVALID"
    later = pb.RotateClientSecretRequest(request_id="r-2", client_id=made.client.id)
    assert (await refused(ann.RotateClientSecret(later))).reason == "CLIENT_REVOKED"


async def test_another_brand_neither_sees_nor_changes_a_client(bare: Members) -> None:
    made = await desk(bare, "orders").CreateClient(till())
    retail = desk(bare, "orders", brand="retail")
    assert not (await retail.ListClients(LIST)).clients
    for call in (
        retail.RevokeClient(pb.RevokeClientRequest(request_id="1", client_id=made.client.id)),
        retail.RotateClientSecret(
            pb.RotateClientSecretRequest(request_id="2", client_id=made.client.id)
        ),
    ):
        assert (await refused(call)).reason == "CLIENT_NOT_FOUND"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", till(" ")),
        ("name", till("n" * 61)),
        ("role", till(role=pb.CLIENT_ROLE_UNSPECIFIED)),
        ("scopes", till("a", "Orders")),
        # Whoever asks as a client and approves as a person would be two operators.
        ("scopes", till("a", "orders:write", role=pb.CLIENT_ROLE_OPERATOR, channel="")),
        ("scopes", till("a", "orders", role=pb.CLIENT_ROLE_OPERATOR, channel="")),
        ("scopes", till("a", *["orders:write"] * 33)),
        ("channel", till(role=pb.CLIENT_ROLE_OPERATOR)),
        ("channel", till(channel="a/b")),
        ("request_id", till(request_id="")),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_its_field(
    bare: Members, field: str, wrong: pb.CreateClientRequest
) -> None:
    why = await refused(desk(bare, "orders").CreateClient(wrong))
    assert (why.reason, why.field) == ("INVALID_ARGUMENT", field)


async def test_a_brand_has_so_many_clients_and_a_revoked_one_makes_room(
    bare: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "CLIENTS_MAX", 1)
    ann = desk(bare, "orders")
    made = await ann.CreateClient(till())
    why = await refused(ann.CreateClient(till("till 2")))
    assert (why.reason, why.metadata["limit"]) == ("TOO_MANY", "1")
    await ann.RevokeClient(pb.RevokeClientRequest(request_id="e-1", client_id=made.client.id))
    await ann.CreateClient(till("till 2"))


async def test_each_write_is_in_the_audit_log_once(bare: Members, db: Database) -> None:
    ann = desk(bare, "orders")
    for _ in range(2):
        made = await ann.CreateClient(till())
    found = [entry.action for entry in await AuditLog(db).page("tea", Wanted(), 50)]
    [entry] = found
    assert (entry.subject, entry.action) == ("ann", "members.ClientRegister.CreateClient")
    told = dict(entry.after)
    assert (told["client_id"], told["scope"]) == (made.client.id, "orders:write")
