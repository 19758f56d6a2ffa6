"""What stands on every page, and the pages that are only read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database

PAGES = (
    "/",
    "/complaints/corruption",
    "/complaints/general",
    "/complaints/suggestion",
    "/receipt",
    "/track",
    "/guideline",
    "/announcements",
    "/satisfaction",
    "/suggestions",
    "/privacy",
    "/no-such-page",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_thai_with_a_skip_link_the_name_and_the_telephone(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert '<html lang="th">' in page
    assert page.index('class="skip" href="#content"') < page.index("<header")
    assert "เทศบาลตำบลธาตุนาเวง" in page
    assert 'href="tel:+6642970107"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_outside_and_nothing_is_scripted_or_styled_within(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("path", PAGES)
def test_the_demo_says_on_every_page_that_it_is_one(make_app: Callable[..., Flask], path: str) -> None:
    assert "ข้อมูลสาธิต" in make_app(DEMO="1").test_client().get(path).text
    assert "ข้อมูลสาธิต" not in make_app(DEMO="0").test_client().get(path).text


def test_english_is_chosen_by_a_link_and_remembered(client: FlaskClient) -> None:
    answer = client.get("/language/en?next=/track")
    assert (answer.status_code, answer.location) == (303, "/track")
    page = client.get("/track").text
    assert '<html lang="en">' in page
    assert "Tracking code" in page
    client.get("/language/th")
    assert '<html lang="th">' in client.get("/track").text


@pytest.mark.parametrize("elsewhere", ["https://example.com", "//example.com", "/\\example.com", "/ x", "x"])
def test_the_language_switch_leads_nowhere_else(client: FlaskClient, elsewhere: str) -> None:
    assert client.get("/language/en", query_string={"next": elsewhere}).location == "/"


def test_the_first_page_names_the_four_channels_and_puts_corruption_first(client: FlaskClient) -> None:
    page = client.get("/").text
    for channel in ("มาด้วยตนเอง", "เว็บไซต์", "โทรศัพท์", "ตู้รับฟังความคิดเห็น"):
        assert f"<strong>{channel}</strong>" in page
    ways = re.findall(r'href="/complaints/(\w+)"', page)
    assert ways == ["corruption", "general", "suggestion"]


def test_the_guideline_tells_how_steps_who_and_how_long(client: FlaskClient) -> None:
    page = client.get("/guideline").text
    for heading in ("1. วิธีร้องเรียน", "2. ขั้นตอน", "3. ส่วนงานที่รับผิดชอบ", "4. ระยะเวลาดำเนินการ"):
        assert f"<h2>{heading}</h2>" in page
    assert "ภายใน 7 วัน นับแต่วันรับเรื่อง" in page


def test_the_privacy_notice_tells_what_the_law_asks_for(client: FlaskClient) -> None:
    page = client.get("/privacy").text
    for word in ("วัตถุประสงค์", "มาตรา 24 (4)", "10 ปี", "ผู้ควบคุมข้อมูลส่วนบุคคล", "สิทธิของท่าน", "ไม่ใช่การให้ความยินยอม"):
        assert word in page


def test_the_letters_are_served_from_here_and_kept_for_long(client: FlaskClient) -> None:
    answer = client.get("/fonts/Sarabun-Regular.ttf", buffered=True)
    assert answer.mimetype == "font/ttf"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert client.get("/fonts/LICENSE").status_code == 404


def test_a_page_that_does_not_exist_says_so_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.text
