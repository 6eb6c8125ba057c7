"""Checks of everything that must hold in a store."""
