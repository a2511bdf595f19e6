"""Entry point of `flask --app main run` and of gunicorn."""

import sys

from web.app import create_app
from web.settings import InvalidSettings

try:
    app = create_app()
except InvalidSettings as exc:
    sys.exit(f"SwagDigitClassifier3000 can not start, {exc}")
