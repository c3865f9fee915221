"""The feed of members' events, which the other services follow."""
