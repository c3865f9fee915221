"""After all journeys the ledger is correct."""

from tessera.points.v1 import ledger_pb2
from tests.e2e.brand import Brand


async def test_the_ledger_is_proven_from_the_command_line_and_over_grpc(
    tea: Brand, retail: Brand
) -> None:
    code, said = await tea.suite.verify()
    assert code == 0, said
    for brand in (tea, retail):
        request = ledger_pb2.VerifyRequest()
        verified = await brand.operator.ledger.Verify(request, timeout=30)
        assert list(verified.problems) == []
        assert verified.colour == ledger_pb2.VERIFY_COLOUR_GREEN
        assert brand.name in said
