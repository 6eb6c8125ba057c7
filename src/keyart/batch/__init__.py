"""One batch on its way through the writing path: its rows in parts, and what they touch."""
