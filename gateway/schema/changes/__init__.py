"""Subscriptions, and what changed since a place in them."""
