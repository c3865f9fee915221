"""Tessera on one machine: real MongoDB and Redis, the services and the gateway, for `make run` and the tests."""
