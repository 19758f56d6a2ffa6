"""Two hundred questions with slips, against fifty complaints: is the one that was meant on the first page?"""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from flask import Flask

from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.search_question import read_question
from complaint_center.services.directory import load_directory
from complaint_center.services.search import find_cases
from tests.make import make_case, make_chain
from tests.services.search_set import COMPLAINTS, slips

FIRST_PAGE = 10
RECALL = 0.95


def test_at_least_95_of_100_questions_with_a_slip_find_the_case_that_was_meant(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = make_chain()
    numbers = [
        make_case(
            subject=complaint.subject, narrative=complaint.narrative, accused=(AccusedDraft(*complaint.accused),)
        ).register_number
        for complaint in COMPLAINTS
    ]
    directory = load_directory()
    asked, hit, shown = Counter[str](), Counter[str](), 0
    missed = []
    for slip in slips():
        found = find_cases(chain.executive, directory, read_question(slip.typed), FIRST_PAGE)
        page = [case.register_number for case in (*found.cases, *found.near)]
        asked[slip.kind] += 1
        shown += len(page)
        if numbers[slip.meant] in page:
            hit[slip.kind] += 1
        else:
            missed.append(slip)
    recall, precision = hit.total() / asked.total(), hit.total() / shown
    report = [f"recall {recall:.3f} of {asked.total()} questions, precision of the first page {precision:.2f}"]
    report += [f"  {kind:26}{hit[kind]:>4} of {asked[kind]}" for kind in asked]
    report += [f"  missed: {slip.typed} ({slip.kind}; {COMPLAINTS[slip.meant].subject})" for slip in missed]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(report) + "\n")
    assert asked.total() == 200
    assert recall >= RECALL
