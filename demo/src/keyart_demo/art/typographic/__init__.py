"""Posters made only of their title's letters: the painters of Concept.TYPE."""
