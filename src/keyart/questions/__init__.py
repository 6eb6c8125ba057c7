"""The questions that Keyart answers, defined once each: `registry` lists them.

`question` has what a question is, and how it becomes a method of a store.
"""
