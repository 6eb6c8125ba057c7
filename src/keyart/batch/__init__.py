"""One batch on the writing path: its rows in parts, and the facts that they change."""
