"""Statistics: pure functions over arrays, each with the source of its formula.

All are vectorised: unless noted otherwise, they take arrays of any common shape, float64, and
return nan where there is no result. None depends on a store or a query.

- `ratios`: rates with their variances, and differences between them
- `sequences`: intervals that stay valid at every check
- `minimum_data`: the minimum sample
- `best`: the probability of being best, and the expected loss
- `allocation`: whether traffic was split as planned
- `multiplicity`: discoveries among many tests
- `pooling`: effects of groups, shrunk towards their mean
- `adjustment`: rates adjusted to the same mix
"""
