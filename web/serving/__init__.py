"""How gunicorn serves the application, beyond its settings in deploy/gunicorn.conf.py."""
