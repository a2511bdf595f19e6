"""Clutter: what is on the paper, or beside it, and is not of the digit."""
