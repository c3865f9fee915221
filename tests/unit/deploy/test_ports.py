"""Ports: a taken one is told with its holder, free ones are found."""

import os
import socket

import pytest

from deploy.local import ports
from deploy.local.problem import StartProblem


def test_a_free_port_can_be_claimed() -> None:
    port = ports.free_port()
    assert ports.claim(port, purpose="gateway") == port


def test_port_zero_means_any_free_port() -> None:
    assert ports.is_free(ports.claim(0, purpose="gateway"))


def test_a_taken_port_is_reported_in_one_sentence_with_its_process() -> None:
    with socket.create_server((ports.HOST, 0)) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(StartProblem) as told:
            ports.claim(port, purpose="gateway")
    sentence = str(told.value)
    assert sentence.startswith(f"Port {port} for gateway is taken by ")
    assert f"(pid {os.getpid()})" in sentence
    assert "PORTS=auto" in sentence


def test_a_holder_that_cannot_be_seen_is_left_out() -> None:
    assert ports.taken(8000, purpose="gateway", holder=None).startswith(
        "Port 8000 for gateway is taken: stop"
    )
