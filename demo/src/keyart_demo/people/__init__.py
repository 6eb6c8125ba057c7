"""Who watches: markets, and profiles with tastes and habits."""
