"""The gRPC services of members: proto to domain and back, authorisation, no decisions."""
