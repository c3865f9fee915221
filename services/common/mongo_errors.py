"""The meaning of MongoDB's errors. Others import these names from mongo.py."""

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
    WTimeoutError,
)

_TIMEOUTS = (ExecutionTimeout, NetworkTimeout, WaitQueueTimeoutError, WTimeoutError)
_LASTED_TOO_LONG = 290
"""MongoDB ends a transaction at transactionLifetimeLimitSeconds. A statement that runs just then
fails with this code and no label; the next one would with NoSuchTransaction, labelled transient."""
# Primary stepped down, shutting down, interrupted, lost race, election: a retry can succeed.
_PASSING = {6, 7, 89, 91, 112, 189, 251, 262, _LASTED_TOO_LONG, 9001}
_PASSING |= {10107, 11600, 11602, 13435, 13436}
# No such user, unauthorized, authentication failed, to be authenticated again.
_NOT_LET_IN = {11, 13, 18, 391}
_NO_SPACE = 14031
_NO_SPACE_TEXT = "No space left on device"
NOT_STORABLE = (BSONError, OverflowError)
"""Raised before anything is sent: a value, or a name of a field, that no document can hold."""
INVALID_OPTIONS = 72
"""Among others: a read waits for an operation time that the database has not reached."""


def is_timeout(error: BaseException) -> bool:
    """True if the time of `timeout` (or of the driver's own limits) ran out."""
    return isinstance(error, _TIMEOUTS) or (isinstance(error, PyMongoError) and error.timeout)


def is_for_operators(error: BaseException) -> bool:
    """True if MongoDB does not let our user in, or its disk is full."""
    # Most writes to a full disk fail with code 8, "unknown error", and this text of the system.
    return lets_us_not_in(error) or (
        isinstance(error, OperationFailure)
        and (error.code == _NO_SPACE or _NO_SPACE_TEXT in str(error))
    )


def lets_us_not_in(error: BaseException) -> bool:
    """True if the user or the password of the URL is wrong, or the user lacks a right."""
    return isinstance(error, OperationFailure) and error.code in _NOT_LET_IN


def is_transient(error: BaseException) -> bool:
    """True if a retry of the same call can succeed: no primary, lost race, network error, or what
    operators mend."""
    if isinstance(error, OperationFailure) and error.code in _PASSING:
        return True
    if is_for_operators(error):
        return True
    return isinstance(error, PyMongoError) and (
        isinstance(error, ConnectionFailure)
        or is_timeout(error)
        or error.has_error_label("TransientTransactionError")
        or error.has_error_label("UnknownTransactionCommitResult")
        or error.has_error_label("RetryableWriteError")
    )


def lasted_too_long(error: PyMongoError) -> bool:
    """True if MongoDB ended the transaction for its age."""
    return isinstance(error, OperationFailure) and error.code == _LASTED_TOO_LONG


def is_duplicate(error: BaseException) -> bool:
    """True if a unique index refused the write, alone or within a bulk write."""
    if isinstance(error, BulkWriteError):
        failures = (error.details or {}).get("writeErrors", [])
        return any(failure.get("code") == 11000 for failure in failures)
    return isinstance(error, DuplicateKeyError)


def told(error: BaseException) -> str:
    """The error in a line, without what the server or the driver adds for programmers."""
    return str(error).partition(", full error:")[0].partition(" (configured")[0]
