"""The compiled loops of attribution: each takes and fills plain arrays.

Rows are numbered in int32. A *position* is a row's place in the sorted order, a *row* its place in
the table. Arrays from Arrow are read-only, which is a separate type for numba: callers always pass
each argument in the same way, so that each loop is compiled once.
"""
