"""From the text of a query to its answer: documents, limits, plans, cache policy."""
