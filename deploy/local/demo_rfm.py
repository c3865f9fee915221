"""A run of RFM over the demo members, who come after the programme that asks for the first one."""

import grpc

from tessera.members.v1 import segments_pb2, segments_pb2_grpc


async def score(operator: grpc.aio.Channel) -> None:
    """Ask for it, once for ever; the month judges again."""
    segments: segments_pb2_grpc.SegmentsAsyncStub = segments_pb2_grpc.SegmentsStub(operator)
    await segments.RunRfm(segments_pb2.RunRfmRequest(request_id="demo-rfm"))
