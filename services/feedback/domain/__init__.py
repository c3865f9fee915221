"""The rules of feedback, in the standard library alone."""
