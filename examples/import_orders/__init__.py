"""A year of real orders through the public gRPC services, as a brand would bring its own.

README.md beside this file states every rule, so that the totals can be recomputed by anyone.
"""
