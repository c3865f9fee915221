"""A partner's system is told what all three services publish, signed, and once more by a replay."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from examples.webhook_receiver import is_genuine
from tests.component.feedback.partners.receiver import receiving
from tests.e2e.activities import line, order
from tests.e2e.brand import Brand, unique

CREATE = """mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
  secret endpoint { id } userErrors { code } } }"""
REPLAY = """mutation($input: ReplayWebhooksInput!) { replayWebhooks(input: $input) {
  replay { id } userErrors { code } } }"""
DELETE = """mutation($input: DeleteWebhookEndpointInput!) { deleteWebhookEndpoint(input: $input) {
  userErrors { code } } }"""
SAY = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { id } userErrors { code } } }"""
WANTED = {"member.enrolled", "activity.recorded", "points.earned", "feedback.changed"}


async def test_a_partner_gets_a_members_day_in_order_and_again_by_a_replay(tea: Brand) -> None:
    begun = datetime.now(UTC)
    async with receiving() as receiver:
        given = {"requestId": unique("hook"), "url": receiver.url}
        made = await tea.staff.ask(CREATE, input=given)
        endpoint, secret = made["endpoint"]["id"], made["secret"]
        person = await tea.enrol()
        await tea.till.record(order(person.id, line(1850)))
        await person.front.ask(SAY, input={"requestId": unique("say"), "text": "太甜"})

        def types(*, replayed: bool) -> set[str]:
            mine = [post.told for post in receiver.taken if post.told["member"] == person.id]
            return {told["type"] for told in mine if bool(told.get("replay")) is replayed}

        async with asyncio.timeout(20):
            while not types(replayed=False) >= WANTED:
                await asyncio.sleep(0.05)
        seqs = receiver.seqs(person.id)
        assert seqs == list(range(1, len(seqs) + 1))
        for post in receiver.taken:
            assert is_genuine(post.headers, post.body, secret, time.time())
        told = b"".join(post.body for post in receiver.taken).decode()
        assert "太甜" not in told
        assert "+86138" not in told

        span = {"endpointId": endpoint, "fromTime": begun.isoformat()}
        asked = await tea.staff.ask(REPLAY, input={"requestId": unique("replay"), **span})
        assert asked["userErrors"] == []
        async with asyncio.timeout(30):
            while not types(replayed=True) >= WANTED:
                await asyncio.sleep(0.1)
        await tea.staff.ask(DELETE, input={"requestId": unique("end"), "endpointId": endpoint})
