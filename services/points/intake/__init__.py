"""Following members: programmes, tiers and activities take effect in their order."""
