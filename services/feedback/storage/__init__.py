"""Feedback in MongoDB: documents, indexes, queries."""
