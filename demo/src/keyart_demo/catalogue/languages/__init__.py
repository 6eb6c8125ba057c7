"""The words of titles, one module for each language."""
