"""One thing, large, that stands for the story: the painters of Concept.OBJECT."""
