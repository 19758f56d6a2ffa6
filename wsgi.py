"""The application for a web server and for `flask --app wsgi`."""

import os

from complaint_center import create_app
from config import Config

app = create_app(Config.from_env(os.environ))
