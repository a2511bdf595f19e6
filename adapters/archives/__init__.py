"""Ways to keep what was shown."""
