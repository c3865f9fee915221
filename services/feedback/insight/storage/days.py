"""Days as happenings and buckets keep them: numbers from 1970-01-01, which is 0."""

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def number_of(day: date) -> int:
    """The day as happenings keep it."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day of its number."""
    return EPOCH + timedelta(days=number)
