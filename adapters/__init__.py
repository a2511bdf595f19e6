"""The driven side: how each port is done with a library."""
