"""A call that several members share: their wallets, and nothing else."""

import grpc
import pytest

from services.points.wiring import PROTO_SERVICES
from tessera.points.v1 import wallets_pb2
from tests.component.points.conftest import Points
from tests.component.readers import answers, reader


def _asking(*ids: str) -> wallets_pb2.BatchGetWalletsRequest:
    return wallets_pb2.BatchGetWalletsRequest(
        member_ids=ids, entries_size=5, check_ins=True, benefits=True
    )


async def test_each_wallet_is_the_one_that_its_member_sees(points: Points) -> None:
    ids = ["mem_1", "mem_2", "mem_3"]
    for number, each in enumerate(ids):
        await points.till().give(each, 100 + number)
    found = (await points.caller(reader(*ids)).wallets.BatchGetWallets(_asking(*ids))).wallets
    assert {each.member_id: each.points.posted for each in found} == {
        "mem_1": 100,
        "mem_2": 101,
        "mem_3": 102,
    }
    for wallet in found:
        own = await points.member(wallet.member_id).wallets.BatchGetWallets(
            _asking(wallet.member_id)
        )
        assert own.wallets[0] == wallet


async def test_who_is_not_named_is_not_read(points: Points) -> None:
    await points.till().give("mem_3", 100)
    stub = points.caller(reader("mem_1", "mem_2")).wallets
    for ids in (["mem_3"], ["mem_1", "mem_3"], ["house:adjusted"]):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.BatchGetWallets(_asking(*ids))
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_nothing_but_wallets_can_be_asked(points: Points) -> None:
    said = await answers(points.caller(reader("mem_1", "mem_2")).channel, PROTO_SERVICES)
    assert said.pop("BatchGetWallets") == "INVALID_ARGUMENT"
    assert set(said.values()) == {"PERMISSION_DENIED"}, said
