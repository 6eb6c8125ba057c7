"""The viewers: markets, and profiles with tastes and habits."""
