"""Ways to tell digits apart."""
