"""The catalogue, and redemptions: a hold, then a voucher."""
