"""What keeps one caller from taking the gateway from all: rates, streams, requests at once."""
