"""What members and operators see and do of feedback."""
