"""How sure the facts let one be: pure functions over arrays, each with the source of its formula.

All are vectorised: arrays of any common shape unless said otherwise, float64, nan where there is
nothing to say. None of them knows a store or a question.

- `ratios`: rates with their variances, and how two of them differ
- `sequences`: intervals that stay true however often one looks
- `gate`: the least data that they need
- `best`: the probability of being best, and what choosing costs if it is wrong
- `allocation`: whether the arms got the shares that they should have
- `multiplicity`: what is found when many things are asked at once
- `pooling`: effects of groups, drawn towards their mean
- `adjustment`: rates as if all arms had the same mix
"""
