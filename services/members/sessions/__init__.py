"""Logins: refresh tokens that are good once."""
