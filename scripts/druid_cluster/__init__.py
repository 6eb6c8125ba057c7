"""A small Apache Druid on this machine: six services and ZooKeeper, on loopback.

`scripts/cluster.py` and the tests' fixture both use `cluster`. What runs is fetched by `jars`, its
settings stand in `services`, and `keeper` is the process whose children all services are: it
starts them, watches them and stops them, so that nothing outlives it.
"""
