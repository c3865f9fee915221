"""What is shown of a member: cards and profiles, masked unless revealed."""
