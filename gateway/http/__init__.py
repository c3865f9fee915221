"""The ways in: /graphql over HTTP, event streams and websockets; logins and visitors."""
