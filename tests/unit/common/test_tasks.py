import asyncio

from services.common import tasks


async def test_tasks_are_ended_though_they_swallow_a_cancellation() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if swallowed:
                    raise
                swallowed += 1

    async def broken() -> None:
        raise ValueError("x")

    running = [asyncio.create_task(stubborn()), asyncio.create_task(broken())]
    await asyncio.sleep(0)
    await tasks.end(*running)
    assert swallowed == 1
    assert all(task.done() for task in running)
    await tasks.end(*running)


async def test_a_caller_cancelled_while_it_ends_tasks_waits_until_they_have_ended() -> None:
    ended = False

    async def slow_to_end() -> None:
        nonlocal ended
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended = True

    inner = asyncio.create_task(slow_to_end())
    await asyncio.sleep(0)
    outer = asyncio.create_task(tasks.end(inner))
    await asyncio.sleep(0.01)
    outer.cancel()
    await asyncio.wait([outer])
    assert outer.cancelled()
    # The second request cut the end of it short, which is the task's own affair.
    assert inner.done()
    assert not ended
