"""Columns of an input and the fields of a table: which is which."""
