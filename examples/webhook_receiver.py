"""A partner's receiver of webhooks, by the standard library alone.

    .venv/bin/python -m examples.webhook_receiver whsec_… [PORT]

Make an endpoint at http://127.0.0.1:9000/ (`createWebhookEndpoint`, or Webhooks in the console); in
production the address is https. It takes what is signed and fresh, drops what came before, and
tells by `member_seq` when a message of a member is missing.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_S = 300
seen: set[str] = set()
last_seq: dict[str, int] = {}


def is_genuine(headers: dict[str, str], body: bytes, secret: str, now_s: float) -> bool:
    """Whether one of the signatures is made with `secret`, a short time ago."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    at = headers.get("webhook-timestamp", "")
    signed = f"{headers.get('webhook-id', '')}.{at}.".encode() + body
    made = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    told = headers.get("webhook-signature", "").split(" ")
    fresh = at.isdigit() and abs(now_s - int(at)) <= TOLERANCE_S
    return fresh and any(hmac.compare_digest(made, each) for each in told)


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to what it took, 401 to what is not ours."""

    secret = ""

    def do_POST(self) -> None:
        """Take a message. What takes long belongs in a queue of yours: answer within 15 s."""
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_genuine(headers, body, self.secret, time.time()):
            self.send_error(401)
            return
        message = json.loads(body)
        if message["id"] not in seen and not message.get("replay"):
            if message["member_seq"] > last_seq.get(message["member"], 0) + 1:
                print("missed some of", message["member"], "- ask for a replay")
            last_seq[message["member"]] = message["member_seq"]
        seen.add(message["id"])
        print(message["type"], message["member"], message["member_seq"], message["data"])
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    Receiver.secret = sys.argv[1]
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 9000
    ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
