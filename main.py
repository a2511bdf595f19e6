"""Entry point of `flask --app main run` and of gunicorn."""
