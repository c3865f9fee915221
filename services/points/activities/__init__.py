"""What points know of a member and of what the member did."""
