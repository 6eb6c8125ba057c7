"""One large object that represents the story: the painters of Concept.OBJECT."""
