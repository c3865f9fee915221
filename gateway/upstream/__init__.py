"""Whom the gateway calls: the services, the upload store, WeChat."""
