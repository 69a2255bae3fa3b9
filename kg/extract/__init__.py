"""Propositions and mentions out of parsed text: the last place that sees spaCy."""
