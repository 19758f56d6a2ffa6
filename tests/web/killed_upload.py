"""A server of its own process that dies in the midst of an upload: started by a test, with its environment."""

from __future__ import annotations

import os
import signal

from complaint_center import create_app
from config import Config
from tests.web.residents import Resident
from tests.web.test_uploads import send

if __name__ == "__main__":
    app = create_app(Config.from_env(os.environ))
    with app.app_context():
        send(Resident(app.test_client()), 8 * 1024 * 1024, lambda: os.kill(os.getpid(), signal.SIGKILL))
