"""The services of Tessera: members, points, feedback, and what they share."""
