"""A brand's programme as points read it."""
