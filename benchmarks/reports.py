"""What do a report and the list of its cases cost when the cases are many? In a small register and a large one.

    python -m benchmarks.reports [--small 10000] [--large 100000]

The report is counted once in each before it is timed. Printed are seconds, cases a second, and the peak of Python's own
memory while a list is written; only the ratios compare between machines.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from pathlib import Path

from benchmarks.growth import NOW, Register, make_register
from complaint_center.domain.case_exports import ExportFormat
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.reports import Dimension
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import open_rows, store
from complaint_center.services.case_export_run import write_exports
from complaint_center.services.case_exports import ExportWords, request_export
from complaint_center.services.directory import load_directory
from complaint_center.services.report_facts import Filters
from complaint_center.services.reports import read_report

WORDS = ExportWords(
    "Cases",
    [f"Column {number}" for number in range(17)],
    {one.value: one.value for kind in (Channel, Category, CaseStatus, OrderKind) for one in kind},
    yes="yes",
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        registers = [make_register(Path(folder), size) for size in (options.small, options.large)]
        taken = [_report(register) for register in registers]
        _print("report", registers, taken)
        for format in ExportFormat:
            seconds, peaks = zip(*(_list(register, format) for register in registers), strict=True)
            _print(f"list, {format}", registers, list(seconds))
            small, large = (peak / 1024 / 1024 for peak in peaks)
            print(f"{'':12} peak {small:8.1f} MiB {large:8.1f} MiB {large / small:8.2f}")


def _report(register: Register) -> float:
    crossing = (Dimension.CATEGORY, Dimension.CHANNEL)
    with register.app.app_context():
        directory = load_directory()
        for _ in range(2):
            begun = time.perf_counter()
            report = read_report(register.supervisor, directory, _filters(), crossing, NOW)
            taken = time.perf_counter() - begun
        assert report.whole.cases == register.cases
    return taken


def _list(register: Register, format: ExportFormat) -> tuple[float, int]:
    """Seconds, and the peak of a second list, for the watch over memory slows the work down."""
    with register.app.app_context():
        begun = time.perf_counter()
        _write(register, format)
        taken = time.perf_counter() - begun
        tracemalloc.start()
        _write(register, format)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return taken, peak


def _write(register: Register, format: ExportFormat) -> None:
    request_export(register.supervisor, _filters(), format, WORDS, NOW)
    assert write_exports(store(), open_rows(), lambda: NOW) == 1


def _filters() -> Filters:
    year = FiscalYear.of(NOW)
    return Filters(year.starts_at, year.ends_at)


def _print(name: str, registers: list[Register], taken: list[float]) -> None:
    small, large = taken
    rates = [register.cases / seconds for register, seconds in zip(registers, taken, strict=True)]
    print(f"{name:12} {small:9.2f} s {large:9.2f} s {large / small:8.2f} {rates[0]:9.0f} {rates[1]:9.0f} cases/s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A report and the list of its cases, of few cases and of many.")
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
