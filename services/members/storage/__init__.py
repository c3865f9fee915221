"""Documents, indexes and queries of members, and the sealing of personal data."""
