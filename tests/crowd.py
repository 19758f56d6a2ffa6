"""Many at once: threads with an application context each, and processes that open the same database."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Barrier
from typing import TypeVar

from flask import Flask
from sqlalchemy import event

from complaint_center import create_app
from complaint_center.extensions import db
from complaint_center.services.escalation import sweep
from config import Config
from tests.forks import FORKS
from tests.make import OFFICE

T = TypeVar("T")
Env = Mapping[str, str]
_PATIENCE = 60
"""Seconds after which a test gives up on the others."""


def in_threads(app: Flask, calls: Sequence[Callable[[], T]], threads: int = 0) -> list[T | Exception]:
    """What each call returned or raised; as many begin at the same instant as there are threads."""
    _let_go()
    threads = threads or len(calls)
    barrier = Barrier(threads)

    def run(mine: Sequence[Callable[[], T]]) -> list[T | Exception]:
        barrier.wait(_PATIENCE)
        return [_outcome(app, call) for call in mine]

    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(run, [calls[start::threads] for start in range(threads)])
        return [outcome for share in shares for outcome in share]


def _outcome(app: Flask, call: Callable[[], T]) -> T | Exception:
    with app.app_context():
        try:
            return call()
        except Exception as error:
            return error


def in_processes(env: Env, job: Callable[[datetime], object], now: datetime, processes: int = 2) -> list[int]:
    """The exit codes of that many processes that do the job at the same instant."""
    _let_go()
    barrier = FORKS.Barrier(processes)
    started = [FORKS.Process(target=_do, args=(dict(env), job, now, barrier)) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join(_PATIENCE)
    return [process.exitcode if process.exitcode is not None else -1 for process in started]


def in_doomed_process(env: Env, job: Callable[[datetime], object], now: datetime, statements: int) -> int:
    """The exit code of a process that is killed before it sends that statement to the database."""
    _let_go()
    process = FORKS.Process(target=_die, args=(dict(env), job, now, statements))
    process.start()
    process.join(_PATIENCE)
    return process.exitcode if process.exitcode is not None else 0


def sweep_once(now: datetime) -> None:
    sweep(OFFICE, now)


def _let_go() -> None:
    # Whoever only read in SQLite still holds its one lock.
    db.session.rollback()


def _do(env: Env, job: Callable[[datetime], object], now: datetime, barrier: Barrier) -> None:
    with _application(env):
        barrier.wait(_PATIENCE)
        job(now)


def _die(env: Env, job: Callable[[datetime], object], now: datetime, statements: int) -> None:
    with _application(env):
        left = iter(range(statements))

        def count(*_: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(db.engine, "before_cursor_execute", count)
        job(now)


@contextmanager
def _application(env: Env) -> Iterator[None]:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # for as long as the process lives
    app = create_app(Config.from_env(env))
    with app.app_context():
        db.session.connection()
        db.session.rollback()
        yield
