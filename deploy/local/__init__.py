"""Tessera on one machine, for `make run` and the tests: real MongoDB and Redis, all processes."""
