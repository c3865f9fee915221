"""How the request ids begin of what this service posts by itself; no caller's begins so.

They are for ever: what was written under one is found again by it.
"""

AWARD = "activity/"
REFUND = "refund/"
REDEMPTION = "redemption/"
STOCK = "stock/"
