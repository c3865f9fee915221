"""A member, whose card is made of all three services."""
