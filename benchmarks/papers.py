"""How long does a paper take, and what do the letters cost that are loaded once?

    python -m benchmarks.papers [--rounds 15]

The values are those of the tests' sheets. Each paper is made by the one typesetter of a process, after a first one has
loaded the letters; `first` is a process's first receipt. Printed are medians, and each beside the receipt's.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import median
from typing import Any

from complaint_center.documents import Typesetter

VALUES = Path(__file__).parent.parent / "tests" / "documents" / "values"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    papers = {path.stem: json.loads(path.read_text()) for path in sorted(VALUES.glob("*.json"))}
    first = median(_took(Typesetter(), "receipt", papers["receipt"], 0) for _ in range(rounds))
    typeset = Typesetter()
    _took(typeset, "receipt", papers["receipt"], 0)
    told = {
        paper: median(_took(typeset, paper, values, nth) for nth in range(rounds)) for paper, values in papers.items()
    }
    for paper, took in {"first": first, **told}.items():
        print(f"{paper:16} {took * 1000:8.1f} ms {took / told['receipt']:6.2f} x receipt")


def _took(typeset: Typesetter, paper: str, values: dict[str, Any], nth: int) -> float:
    """Seconds for one paper that no earlier one was like: the compiler keeps what it has set before."""
    begun = time.perf_counter()
    typeset(paper, values | {"register_number": f"๗๐-{nth:04}", "subject": f"เรื่องที่ {nth} {time.time_ns()}"})
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
