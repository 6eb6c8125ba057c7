"""The service: what browsers, notebooks and other programs talk to. `app` is the first to read."""

from keyart.api.app import create_app

__all__ = ["create_app"]
