"""When all journeys are done, the books are right."""

from tessera.points.v1 import ledger_pb2
from tests.e2e.brand import Brand


async def test_the_ledger_is_proven_for_each_brand(tea: Brand, retail: Brand) -> None:
    for brand in (tea, retail):
        proof = await brand.operator.ledger.Verify(ledger_pb2.VerifyRequest(), timeout=30)
        assert list(proof.problems) == []
        assert proof.colour == ledger_pb2.VERIFY_COLOUR_GREEN
        assert proof.counts["entries"] > 0 or brand is retail
