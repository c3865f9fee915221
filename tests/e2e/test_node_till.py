"""The till in Node, from the protos alone, with a token that its own client got."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from deploy.local import addresses, node
from tests.e2e.brand import Brand, phone
from tests.paths import ROOT

TILL = ROOT / "examples" / "till-node"
RUN_S = 60


@pytest.fixture(scope="module")
def till() -> Path:
    """The example with its packages."""
    if reason := node.install(TILL):
        pytest.skip(reason)
    return TILL


async def run(*command: str, env: dict[str, str], cwd: Path = ROOT) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=env,
        cwd=cwd,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await asyncio.wait_for(process.communicate(), RUN_S)
    return process.returncode, told.decode()


async def clients(tea: Brand, *arguments: str) -> str:
    """The output of `python -m services.members clients`, on the suite's database."""
    suite = tea.suite.run
    env = addresses.environment(
        "members",
        addresses.Addresses(suite.ports),
        mongo_url=suite.mongo_url,
        redis_url=suite.redis_url,
        keys_dir=f"{tea.suite.data}/keys",
    )
    code, said = await run(sys.executable, "-m", "services.members", "clients", *arguments, env=env)
    assert code == 0, said
    return said


@pytest.mark.slow
@pytest.mark.timeout(node.INSTALL_TIMEOUT_S + 3 * RUN_S)
async def test_the_till_in_node_gets_its_token_sells_and_takes_back(till: Path, tea: Brand) -> None:
    scopes = [f"--scope={each}" for each in ("members:write", "orders:read", "orders:write")]
    made = await clients(
        tea, "create", "--brand", tea.name, "--role=channel", "--channel=pos", *scopes
    )
    secret = dict(line.split("=", 1) for line in made.splitlines() if line.startswith("client_"))
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TESSERA_")},
        "TESSERA_URL": f"http://{tea.suite.address('gateway')}",
        "TESSERA_MEMBERS_ADDRESS": tea.suite.address("members"),
        "TESSERA_POINTS_ADDRESS": tea.suite.address("points"),
        "TESSERA_CLIENT_ID": secret["client_id"],
        "TESSERA_CLIENT_SECRET": secret["client_secret"],
        "TESSERA_PHONE": phone(),
    }
    programs = node.programs()
    assert programs is not None
    command = str(programs / "node")
    code, said = await run(command, "till.mjs", env=env, cwd=till)
    assert code == 0, said
    assert "earned 44 POINTS by order_points" in said
    assert "(the first answer again)" in said
    assert "gave back 25 POINTS of 25 due" in said

    await clients(tea, "revoke", "--brand", tea.name, "--client", secret["client_id"])
    code, said = await run(command, "till.mjs", env=env, cwd=till)
    assert code == 1
    assert "invalid_client" in said
