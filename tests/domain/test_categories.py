"""What follows from a complaint's category."""

from __future__ import annotations

from complaint_center.domain.categories import Category


def test_the_codes_are_those_of_the_register() -> None:
    kinds_of_corruption = {f"A{digit}" for digit in range(1, 10)}
    assert {category.value for category in Category} == {"A", *kinds_of_corruption, "B", "C", "D"}


def test_every_kind_of_corruption_belongs_to_group_a() -> None:
    corruption = {category for category in Category if category.is_corruption}
    assert {category.group for category in corruption} == {"A"}
    assert {category.group for category in set(Category) - corruption} == {"B", "C", "D"}


def test_a_resident_who_is_not_sure_still_files_corruption() -> None:
    assert Category("A").is_corruption


def test_only_suggestions_carry_no_finding_deadline() -> None:
    assert [category for category in Category if not category.has_finding_deadline] == [Category.SUGGESTION]


def test_only_a3_keeps_the_procurement_units_out() -> None:
    assert [category.value for category in Category if category.is_procurement] == ["A3"]
