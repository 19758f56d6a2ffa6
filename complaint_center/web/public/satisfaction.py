"""How satisfied complainants were, for everybody: as a page and as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask_babel import gettext as _

from complaint_center.clock import now
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import Item
from complaint_center.domain.suppression import SMALLEST_SHOWN
from complaint_center.domain.survey import RATINGS
from complaint_center.domain.tables import Cell, Table
from complaint_center.services.publication import item_numbers
from complaint_center.services.satisfaction import Satisfaction, count_satisfaction, list_years, mean
from complaint_center.web.charts import Chart, Series
from complaint_center.web.exports import FileKind, as_json, send_table
from complaint_center.web.filters import iso
from complaint_center.web.public.years import asked_year
from complaint_center.web.surveys import RATING_LABELS

satisfaction = Blueprint("satisfaction", __name__)


@satisfaction.get("/satisfaction")
def show() -> str:
    counted = _counted()
    return render_template(
        "public/satisfaction.html",
        satisfaction=counted,
        title=_title(counted.year),
        table=_table(counted),
        means=(mean(counted.handling), mean(counted.result)),
        charts=_charts(counted),
        years=list_years(counted.as_of),
        kinds=list(FileKind),
        item=item_numbers(counted.year).get(Item.PARTICIPATION),
        step=SMALLEST_SHOWN,
    )


@satisfaction.get("/satisfaction.<any(csv, xlsx, json, pdf):file_kind>")
def download(file_kind: str) -> Response:
    counted = _counted()
    if file_kind == FileKind.JSON:
        return jsonify(_json(counted))
    return send_table(_table(counted), FileKind(file_kind), f"satisfaction-{counted.year}")


def _counted() -> Satisfaction:
    moment = now()
    return count_satisfaction(asked_year(moment), moment)


def _title(year: FiscalYear) -> str:
    return _("Satisfaction of complainants, fiscal year %(year)s", year=year)


def _table(counted: Satisfaction) -> Table:
    """How many said each rating; the answers and their mean are the last two rows."""
    if not counted.answers:
        return Table(_title(counted.year), _columns(), [], counted.as_of, notes=[_too_few()], name=_("Satisfaction"))
    rows: list[list[Cell]] = [
        [f"{rating} {words}", counted.handling[rating], counted.result[rating]] for rating, words in RATING_LABELS
    ]
    return Table(
        title=_title(counted.year),
        columns=_columns(),
        rows=[
            *rows,
            [_("Answers"), counted.answers, counted.answers],
            [_("Mean, of 5"), mean(counted.handling), mean(counted.result)],
        ],
        as_of=counted.as_of,
        notes=[_("Answers are added %(step)s at a time, so that no single one can be made out.", step=SMALLEST_SHOWN)],
        name=_("Satisfaction"),
    )


def _json(counted: Satisfaction) -> dict[str, Any]:
    """The table, and beside it the names that other programs rely on, whatever the reader's language."""
    return {
        **as_json(_table(counted)),
        "fiscal_year": counted.year.number,
        "as_of": iso(counted.as_of),
        "answers": counted.answers,
        "handling": _numbers(counted.handling),
        "result": _numbers(counted.result),
    }


def _numbers(counts: Mapping[int, int]) -> dict[str, Any]:
    return {"mean": mean(counts), "ratings": {str(rating): counts.get(rating, 0) for rating in sorted(RATINGS)}}


def _columns() -> list[str]:
    return [_("Rating"), _("With the handling"), _("With the result")]


def _too_few() -> str:
    return _("Fewer than %(step)s complainants have answered: nothing is published yet.", step=SMALLEST_SHOWN)


def _charts(counted: Satisfaction) -> list[Chart]:
    """One of the handling and one of the result: two questions have no sum."""
    labels = [str(words) for _rating, words in RATING_LABELS]
    return [
        Chart(title, labels, [Series(_("Answers"), [counts.get(rating, 0) for rating, _words in RATING_LABELS])])
        for title, counts in ((_("With the handling"), counted.handling), (_("With the result"), counted.result))
    ]
