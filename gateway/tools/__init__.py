"""Commands for releases: the schema as a file, and what a change of it would break."""
