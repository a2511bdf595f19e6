"""
The names of the application's extensions that a server calls.

They stand apart from the application, which a server's configuration does not import.
"""

RELOAD = "swagdigit.reload"
"""To have a new model taken up."""

WARM_UP = "swagdigit.warm_up"
"""In each process that will answer, once it is forked."""
