"""What a receiver answers to a message that is posted to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """The status of the answer, and its header Retry-After, empty without one."""

    status: int
    retry_after: str = ""


class PostFailed(Exception):
    """There was no answer; `problem` is one of the words of DeliveryAttempt.problem."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
