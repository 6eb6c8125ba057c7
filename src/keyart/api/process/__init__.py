"""Processes that serve a store, and their connections."""
