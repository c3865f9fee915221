"""Points, rewards, redemptions and check-ins."""
