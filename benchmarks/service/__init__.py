"""The service under load, on loopback, its load generator on the same two cores.

Pages ask the feed, people ask a large title, a program takes all facts, and the same question
goes by Python, REST and graph.
"""
