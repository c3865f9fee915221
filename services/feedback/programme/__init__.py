"""Feedback's copy of each brand's programme."""
