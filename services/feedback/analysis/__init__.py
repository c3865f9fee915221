"""What feedback is about: topics by a brand's words, and the language."""
