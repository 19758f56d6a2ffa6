"""Every paper as it comes out of the printer: its picture and its text beside those that somebody has looked at.

`pytest tests/documents/test_sheets.py --pictures` takes them anew into `sheets/`; look at them before they are kept.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from complaint_center.documents import TEMPLATES, Typesetter
from tests.documents.reading import pages_of

HERE = Path(__file__).parent
SHEETS = HERE / "sheets"
PAPERS = sorted(path.stem for path in (HERE / "values").glob("*.json"))
SCALE = 1.5
"""Dots for each of the 72 to the inch: a tone mark is three dots high, and one that is lost or shifted is seen."""
BLANK = 245
"""From this shade of 255 on a dot is paper."""
PAGE_BREAK = "\n\f\n"


@pytest.fixture(scope="module")
def typeset() -> Typesetter:
    return Typesetter()


@pytest.fixture
def is_retaken(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--pictures"))


def pdf_of(paper: str, typeset: Typesetter) -> bytes:
    return typeset(paper, json.loads((HERE / "values" / f"{paper}.json").read_text()))


def pictures_of(pdf: bytes) -> list[Image.Image]:
    document = PdfDocument(pdf)
    pictures = [page.render(scale=SCALE, grayscale=True).to_pil() for page in document]
    document.close()
    return pictures


def test_no_template_is_without_its_sheets() -> None:
    shared = {"layout", "letter"}
    assert set(PAPERS) == {path.stem for path in TEMPLATES.glob("*.typ")} - shared


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheets_look_as_those_that_were_looked_at(paper: str, typeset: Typesetter, is_retaken: bool) -> None:
    pictures = pictures_of(pdf_of(paper, typeset))
    kept = [SHEETS / f"{paper}-{number}.png" for number in range(1, len(pictures) + 1)]
    if is_retaken:
        for picture, path in zip(pictures, kept, strict=True):
            picture.quantize(16).save(path, optimize=True)
    assert sorted(SHEETS.glob(f"{paper}-*.png")) == kept
    for picture, path in zip(pictures, kept, strict=True):
        assert not differ(picture, Image.open(path).convert("L")), path.name


@pytest.mark.parametrize("paper", PAPERS)
def test_the_text_comes_out_with_every_mark(paper: str, typeset: Typesetter, is_retaken: bool) -> None:
    text = PAGE_BREAK.join(page.replace("\r\n", "\n") for page in pages_of(pdf_of(paper, typeset))) + "\n"
    kept = SHEETS / f"{paper}.txt"
    if is_retaken:
        kept.write_text(text)
    assert text == kept.read_text()


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_runs_over_the_edge_of_the_sheet(paper: str, typeset: Typesetter) -> None:
    for picture in pictures_of(pdf_of(paper, typeset)):
        left, top, right, bottom = ink(picture)
        width, height = picture.size
        assert min(left, top, width - right, height - bottom) > SCALE * 72 / 2.54 * 0.7


def test_a_lost_tone_mark_is_seen(typeset: Typesetter) -> None:
    values = json.loads((HERE / "values" / "memo.json").read_text())
    before, after = (
        pictures_of(typeset("memo", values | {"opinion_reason": words}))[0] for words in ("ผู้ใหญ่บ้าน", "ผูใหญ่บ้าน")
    )
    assert differ(before, after)


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether more differs than single dots at the edges of letters, which may be shaded otherwise elsewhere."""
    assert one.size == other.size
    different = ImageChops.difference(one, other).point(lambda shade: 255 if shade > 100 else 0)
    return different.histogram()[255] > 4


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box in which anything is printed."""
    box = picture.point(lambda shade: 255 if shade < BLANK else 0).getbbox()
    assert box, "the sheet is empty"
    return box
