"""The brand's civil time: instants, days, months and windows.

Owns the rules by which an instant belongs to a day and a month of a brand's zone.

Words: instant = a UTC time in milliseconds; local day, month = those of the brand's zone; window =
days from and until which something holds, both included.

Invariants: a month begins and ends at midnight of the brand's zone, daylight saving or not; points
that expire at the end of a month's last day belong to that month.
"""
