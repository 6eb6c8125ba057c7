"""Backups of a store: made while it is in use, each a version that can be restored."""
