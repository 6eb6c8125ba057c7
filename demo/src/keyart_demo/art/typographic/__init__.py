"""Posters made of their title's letters alone: the painters of Concept.TYPE."""
