"""The example of a till, on a running suite."""

import asyncio
import sys

from tests.e2e.brand import Brand


async def test_the_example_of_a_till_sells_awards_and_takes_back(tea: Brand) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "examples.till", "--phone", "+8619900007777"),
        *("--brand", tea.name, "--data", tea.suite.data),
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
