"""The stock of rewards, as the programme says it."""
