"""Uvicorn's websocket protocol, with a bound on the frames of a socket.

Every frame counts, of whatever kind, before anybody looks into it: a ping costs a pong, and an
empty continuation a place in memory. A socket may send FRAMES_BURST at once and FRAMES_PER_S from
then on; one that sends more is closed with 4429. Text that is not UTF-8 closes it with 4400. Both
codes are graphql-transport-ws'.
"""

from typing import Any

from prometheus_client import Counter
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

FRAMES_PER_S = 20
FRAMES_BURST = 100
PIECE_BYTES = 2 << 10
"""The most that is parsed before the frames in it are counted: some 300 of the smallest."""
CLOSE_TOO_MANY = 4429
CLOSE_BAD_REQUEST = 4400

CLOSED = Counter(
    "tessera_gateway_sockets_out_of_bounds_total", "Sockets closed for their frames.", ["bound"]
)


class BoundedSocket(WebSocketsSansIOProtocol):
    """One socket."""

    def __init__(self, **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._paid_until = 0.0

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), PIECE_BYTES):
            if self.close_sent and self.transport.is_closing():
                return
            super().data_received(data[start : start + PIECE_BYTES])

    def handle_text(self, event: Frame) -> None:
        if self._may_send():
            super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        if self._may_send():
            super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        if self._may_send():
            super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._may_send():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._may_send():
            super().handle_pong(event)

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self._close(CLOSE_BAD_REQUEST, "not UTF-8")
                return
        super().send_receive_event_to_app()

    def _may_send(self) -> bool:
        """Count a frame. False when the socket is closed, by now at least."""
        if self.transport.is_closing():
            return False
        now = self.loop.time()
        self._paid_until = max(self._paid_until, now) + 1 / FRAMES_PER_S
        if self._paid_until - now <= FRAMES_BURST / FRAMES_PER_S:
            return True
        self._close(CLOSE_TOO_MANY, "too many messages")
        return False

    def _close(self, code: int, reason: str) -> None:
        CLOSED.labels(str(code)).inc()
        self.stop_keepalive()
        if not self.close_sent:
            self.close_sent = True
            self.conn.fail(code, reason)
            self.transport.write(b"".join(self.conn.data_to_send()))
            disconnect: Any = {"type": "websocket.disconnect", "code": code, "reason": reason}
            self.queue.put_nowait(disconnect)
        self.transport.close()
