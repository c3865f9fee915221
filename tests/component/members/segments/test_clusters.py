"""Behavioural clusters on real storage: found by an operator's command, read everywhere else."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from services.common.auth import Caller, Role
from services.common.cache import NoCache
from services.common.mongo import Database
from services.members.__main__ import parse
from services.members.segments.api import clusters_command
from services.members.segments.commands import clustering
from services.members.wiring import Settings, context_in
from tessera.members.v1 import consents_pb2, members_pb2
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused, until
from tests.component.members.consent.test_consents import as_
from tests.component.members.segments.test_segments import ANN, card, saving, stub

SHARE = types_pb2.ActivityType.ACTIVITY_TYPE_SHARE


async def act(members: Members, member_id: str, orders: int, amount: int, shares: int) -> None:
    """So many orders of that amount and so many shares, one a day."""
    told = [
        activity(member_id, f"{member_id}-o{n}", NOON - timedelta(days=n), amount)
        for n in range(orders)
    ]
    for n in range(shares):
        share = activity(member_id, f"{member_id}-s{n}", NOON - timedelta(days=n))
        share.type = SHARE
        told.append(share)
    if told:
        await members.activities("tea").RecordActivities(recording(*told))


async def acting(members: Members, orders: int, amount: int, shares: int) -> str:
    """A new member who did as `act` says."""
    member_id = await members.enrol()
    await act(members, member_id, orders, amount, shares)
    return member_id


async def cluster(members: Members, member_id: str, caller: Caller = ANN) -> str:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], cluster=True)
    [member] = (await members.members(caller).BatchGetMembers(request)).members
    return member.cluster.code


async def joins(members: Members, member_id: str, segment: str) -> None:
    async def so() -> bool:
        return segment in await card(members, member_id)

    await until(so)


async def test_a_run_groups_members_and_from_then_on_each_is_in_the_nearest_cluster(
    members: Members, db: Database, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "READ_AT_ONCE", 3)
    settings = Settings(keys_dir=keys_dir, environment="development")
    ctx = context_in(settings, db, NoCache(), members.clock)

    async def run(*more: str) -> tuple[int, list[str], str]:
        out, errors = StringIO(), StringIO()
        asked = parse(["clusters", "--brand", "tea", "--by", "ann", *more])
        code = await clusters_command.run(ctx, asked, out, errors)
        return code, out.getvalue().splitlines(), errors.getvalue()

    segments = stub(members)
    assert (await segments.GetClusters(pb.GetClustersRequest())).version == 0
    payers = [await acting(members, 9, 30_000, 1) for _ in range(2)]
    sharers = [await acting(members, 1, 2_000, 12) for _ in range(2)]
    code, written, said = await run()
    assert (code, written) == (clusters_command.REFUSED, [])
    assert "4 clusters need" in said
    thrifty = [await acting(members, 5, 900, 0) for _ in range(2)]
    sleepers = [await acting(members, 0, 0, 0) for _ in range(2)]
    refuses = await acting(members, 9, 30_000, 1)
    no = consents_pb2.WithdrawConsentRequest(
        request_id="w",
        member_id=refuses,
        purpose=consents_pb2.CONSENT_PURPOSE_PROFILING,
        given_by="mini_program",
    )
    await members.consents(as_(refuses)).WithdrawConsent(no)
    whens = {code: f'member.cluster == "{code}"' for code in ("content_sharers", "sleeping")}
    for of, when in whens.items():
        await segments.SaveSegment(saving(f"by_{of}", when))
    assert await cluster(members, sharers[0]) == ""

    code, written, said = await run("--seed", "7")
    assert (code, said) == (0, "tea: run 1, as of 2026-03-02, seed 7, by 8 of 8 members\n")
    codes = ("high_value_payers", "content_sharers", "price_sensitive", "sleeping")
    assert [line.split(",")[0] for line in written] == ["code", *codes]
    found = await segments.GetClusters(pb.GetClustersRequest())
    assert [(each.cluster.code, each.members) for each in found.clusters] == [(c, 2) for c in codes]
    assert (found.on, found.seed, found.currency) == ("2026-03-02", 7, "CNY")
    assert found.clusters[0].cluster.name.en == "High-value payers"
    assert found.clusters[0].orders_90d_thousandths == 9_000
    assert found.clusters[0].spent_90d_minor == 270_000
    together = zip(codes, (payers, sharers, thrifty, sleepers), strict=True)
    for of, ids in together:
        assert [await cluster(members, each) for each in ids] == [of, of]
    assert await cluster(members, refuses) == ""
    assert await cluster(members, payers[0], as_(payers[0])) == "", "members are not told"
    # The sweep that follows new centres puts members into the segments.
    await joins(members, sharers[1], "by_content_sharers")
    await joins(members, sleepers[1], "by_sleeping")
    # What a member does counts at the next reading, without a run.
    await act(members, sleepers[1], 1, 2_000, 12)
    assert await cluster(members, sleepers[1]) == "content_sharers"
    await joins(members, sleepers[1], "by_content_sharers")

    assert (await run("--seed", "7"))[2].startswith("tea: run 2,")
    code, written, said = await run("--seed", "-1")
    assert (code, written) == (clusters_command.REFUSED, [])
    assert "seed" in said
    logged = await db.audit.count_documents({"body.action": "members.Segments.FindClusters"})
    assert logged == 2
    theirs = stub(members, replace(ANN, brand="retail"))
    assert (await theirs.GetClusters(pb.GetClustersRequest())).version == 0
    for caller in (as_(payers[0]), Caller("tea", "pos", Role.CHANNEL)):
        asked = stub(members, caller).GetClusters(pb.GetClustersRequest())
        assert (await refused(asked)).reason == "PERMISSION_DENIED"


async def test_a_brand_without_a_programme_is_refused(
    members: Members, db: Database, keys_dir: Path
) -> None:
    settings = Settings(keys_dir=keys_dir, environment="development")
    ctx = context_in(settings, db, NoCache(), members.clock)
    errors = StringIO()
    asked = parse(["clusters", "--brand", "nobody"])
    assert await clusters_command.run(ctx, asked, StringIO(), errors) == clusters_command.REFUSED
    assert errors.getvalue() == "nobody: no programme is in force; publish one first\n"
