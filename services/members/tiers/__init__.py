"""Ladders, places on them, and the decisions that change a tier."""
