"""The compiled loops of attribution: each takes and fills plain arrays.

Rows are numbered in int32. A *position* is a row's place in the sorted order, a *row* its place
in the table. Arrays that come from Arrow are read-only, which numba takes for a type of its own:
callers pass each argument always in the same way, so that each loop is compiled once.
"""
