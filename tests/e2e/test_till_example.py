"""The example of a till, on a running suite."""

import asyncio
import sys

from tests.e2e.brand import Brand
from tests.e2e.test_rewards_journey import CONFIRM, end, redeem, with_points

VOUCHER = "{ redemptions { edges { node { voucher { state storeId expiresOn } } } } }"


async def test_the_example_of_a_till_takes_a_voucher_sells_awards_and_takes_back(
    tea: Brand,
) -> None:
    person = await with_points(tea, 200)
    held = await redeem(person)
    done = await end(person, CONFIRM, held["redemption"]["id"])
    code = done["redemption"]["voucher"]["code"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "examples.till", "--phone", "+8619900007777"),
        *("--brand", tea.name, "--data", tea.suite.data, "--voucher", code.lower()),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await asyncio.wait_for(process.communicate(), 30)
    said = told.decode()
    assert process.returncode == 0, said
    assert "earned 44 POINTS by order_points" in said
    assert "(the first answer again)" in said
    assert "gave back 25 POINTS of 25 due" in said
    assert said.count("recorded receipt_") == 2
    assert "voucher taken at store_1" in said
    (edge,) = (await person.front.ask(VOUCHER))["edges"]
    assert edge["node"]["voucher"]["state"] == "USED"
    assert edge["node"]["voucher"]["storeId"] == "store_1"
