"""Processes of their own that begin with the service imported: importing it takes longer than most of what they do."""

from __future__ import annotations

from multiprocessing import get_context

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["complaint_center", "gunicorn.app.wsgiapp"])
