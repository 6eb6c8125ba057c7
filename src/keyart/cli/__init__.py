"""The command line: `keyart`. Each command is a function; `app` lines them up."""

from keyart.cli.app import app, main

__all__ = ["app", "main"]
