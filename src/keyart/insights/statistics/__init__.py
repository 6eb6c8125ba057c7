"""Statistics: pure functions over arrays, each with the source of its formula.

All are vectorised: arrays of any common shape unless said otherwise, float64, nan where there is
nothing to say. None of them knows a store or a question.

- `ratios`: rates with their variances, and how two of them differ
- `sequences`: intervals that stay valid at every check
- `minimum_data`: the minimum sample
- `best`: the probability of being best, and the expected loss
- `allocation`: whether traffic was split as planned
- `multiplicity`: discoveries among many tests
- `pooling`: effects of groups, shrunk towards their mean
- `adjustment`: rates adjusted to the same mix
"""
