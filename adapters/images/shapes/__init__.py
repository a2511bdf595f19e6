"""Shapes of what is marked: boxes, horizontal runs, connected pieces."""
