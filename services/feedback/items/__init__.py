"""Feedback items: submitted, routed, answered, moved from state to state."""
