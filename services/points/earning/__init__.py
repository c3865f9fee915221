"""What an activity earns."""
