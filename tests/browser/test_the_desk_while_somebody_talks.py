"""A clerk writes down what is being said: by the keyboard alone, and whatever happens to the server meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.case import Case
from complaint_center.models.intake_draft import IntakeDraft
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.services.directory import person
from tests.browser.conftest import PHONE
from tests.browser.people import Visitor
from tests.make import make_case, make_complainant
from tests.server import address_at, free_port, kill, start, stop

WALK_IN = "/desk/intake/walk-in"
KEPT = "p[data-when=saved]"


@dataclass
class Keyboard:
    """Types what is said, and counts every key that is pressed besides: those that move, choose and send."""

    page: Page
    presses: int = 0

    def says(self, text: str) -> None:
        self.page.keyboard.type(text)

    def presses_key(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1


@pytest.fixture
def clerk(staffed: None, visit: Callable[..., Visitor]) -> Visitor:
    clerk = visit()
    clerk.signs_in("clerk")
    return clerk


def test_a_complaint_at_the_counter_is_written_down_with_the_keyboard_alone(
    clerk: Visitor,
) -> None:
    clerk.opens(WALK_IN)
    keys = Keyboard(clerk.page)
    keys.says("เรียกเงินค่าใบอนุญาต")
    keys.presses_key("Tab")
    keys.says("เจ้าหน้าที่เรียกรับเงินสองพันบาทเพื่อเร่งใบอนุญาตก่อสร้าง")
    expect(clerk.page.locator("[data-take-category]")).to_be_visible()
    keys.presses_key("Alt+k", "Alt+2")
    keys.says("ชายสวมเสื้อสีฟ้า")
    keys.presses_key("Tab")
    keys.says("นายตรวจ")
    keys.presses_key("Tab")
    keys.says("กองช่าง")
    keys.presses_key("Alt+3")
    keys.says("3 พ.ย. 2569")
    keys.presses_key("Tab")
    keys.says("ที่ทำการ")
    keys.presses_key("Alt+4")
    keys.says("สลิปโอนเงิน")
    keys.presses_key("Alt+5", "Tab")
    keys.says("นาง")
    keys.presses_key("Tab")
    keys.says("สมมติ")
    keys.presses_key("Tab")
    keys.says("ตัวอย่าง")
    keys.presses_key("Tab")
    keys.says("0890000001")
    keys.presses_key("Tab", "Space", "Control+Enter")
    clerk.page.wait_for_url("**/receipt")
    # Free text apart; more than 25 would be slower than paper.
    assert keys.presses == 16

    case = db.session.scalars(sa.select(Case)).one()
    assert case.category is Category.BRIBERY
    assert (case.subject, case.incident_date, case.incident_place) == (
        "เรียกเงินค่าใบอนุญาต",
        "3 พ.ย. 2569",
        "ที่ทำการ",
    )
    assert (case.accused[0].name, case.accused[0].position, case.accused[0].unit_name) == (
        "ชายสวมเสื้อสีฟ้า",
        "นายตรวจ",
        "กองช่าง",
    )
    assert (case.complainant.prefix, case.complainant.first_name, case.complainant.last_name) == (
        "นาง",
        "สมมติ",
        "ตัวอย่าง",
    )
    assert case.complainant.can_be_texted


def test_what_was_typed_before_the_server_was_killed_is_there_afterwards(clerk: Visitor, env: dict[str, str]) -> None:
    port = free_port()
    address = address_at(port)
    doomed = start(env, port)
    clerk.opens(address + WALK_IN)
    clerk.fills(subject="พิมพ์ก่อนไฟดับ", narrative="เล่ามาถึงตรงนี้")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=5000)
    kill(doomed)
    clerk.page.goto("about:blank")
    revived = start(env, port)
    try:
        clerk.opens(address + "/desk/")
        clerk.page.get_by_role("link", name="พิมพ์ก่อนไฟดับ").click()
        clerk.page.wait_for_load_state()
        assert clerk.page.input_value("[name=narrative]") == "เล่ามาถึงตรงนี้"
        clerk.page.keyboard.press("Control+Enter")
        clerk.page.wait_for_url("**/receipt")
    finally:
        stop(revived)
    assert db.session.scalars(sa.select(Case.subject)).all() == ["พิมพ์ก่อนไฟดับ"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(IntakeDraft)) == 0


def test_what_is_typed_while_the_connection_is_gone_is_sealed_in_the_browser_and_sent_when_it_is_back(
    clerk: Visitor,
) -> None:
    clerk.opens(WALK_IN)
    clerk.page.context.set_offline(True)
    clerk.fills(subject="ตอนสายหลุด", first_name="สมมติ")
    expect(clerk.page.locator("p[data-when=offline]")).to_be_visible(timeout=5000)
    left = clerk.page.evaluate("JSON.stringify(localStorage)")
    assert "draft-" in left
    assert "สายหลุด" not in left
    assert "%E0" not in left
    clerk.page.context.set_offline(False)
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    assert clerk.page.evaluate("localStorage.length") == 0
    # The browser noted that it could not reach the server, as it should.
    clerk.browser_complaints.clear()


def test_typing_on_after_a_refusal_is_kept(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.fills(subject="ยังไม่ครบ")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_selector("#narrative-problem")
    clerk.fills(narrative="พิมพ์ต่อหลังจากถูกทัก")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    draft = clerk.page.url
    assert "draft=" in draft
    clerk.opens(draft)
    assert clerk.page.input_value("[name=narrative]") == "พิมพ์ต่อหลังจากถูกทัก"
    clerk.browser_complaints.clear()


def test_a_connection_that_is_cut_at_the_moment_of_recording_costs_no_word(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.fills(subject="กดแล้วสายหลุด")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    clerk.page.context.set_offline(True)
    clerk.fills(narrative="คำสุดท้าย")
    clerk.page.keyboard.press("Control+Enter")
    expect(clerk.page.locator("#narrative")).to_have_count(0)
    clerk.page.context.set_offline(False)
    clerk.opens(WALK_IN)
    clerk.page.wait_for_url("**draft=*")
    assert clerk.page.input_value("[name=narrative]") == "คำสุดท้าย"
    assert clerk.page.evaluate("localStorage.length") == 0
    clerk.browser_complaints.clear()


def test_who_signs_in_again_elsewhere_goes_on_here(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.fills(subject="ออกจากระบบไปแล้ว")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    elsewhere = Visitor(clerk.page.context.new_page())
    elsewhere.opens("/desk/")
    elsewhere.page.get_by_role("button", name="ออกจากระบบ").click()
    elsewhere.page.wait_for_url("**/login")
    clerk.fills(narrative="พิมพ์ต่อ")
    expect(clerk.page.locator("p[data-when=signed-out]")).to_be_visible(timeout=10_000)
    elsewhere.signs_in("clerk")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=15_000)
    clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_url("**/receipt")
    clerk.browser_complaints.clear()
    elsewhere.browser_complaints.clear()


def test_a_browser_without_room_says_so_and_saves_when_the_connection_is_back(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    clerk.page.context.set_offline(True)
    clerk.fills(subject="เบราว์เซอร์เต็ม")
    expect(clerk.page.locator("p[data-when=unkept]")).to_be_visible(timeout=10_000)
    clerk.page.context.set_offline(False)
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=15_000)
    clerk.browser_complaints.clear()


def test_a_caller_is_looked_up_once_however_long_the_story(clerk: Visitor) -> None:
    hints = "**/desk/intake/hints"
    clerk.opens("/desk/intake/phone")
    for told in ({"phone": "0890000001"}, {"subject": "ไฟดับ"}, {"narrative": "ดับทั้งซอย"}):
        with clerk.page.expect_response(hints):
            clerk.fills(**told)
    looks = sa.select(sa.func.count()).where(JournalEntry.what == "caller_looked_up")
    assert db.session.scalar(looks) == 1


def test_a_browser_that_cannot_seal_anything_records_all_the_same(clerk: Visitor) -> None:
    """As on a plain HTTP address, where browsers seal nothing."""
    clerk.page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    clerk.opens(WALK_IN)
    clerk.fills(subject="ไม่มีการผนึก", narrative="ลงรับได้", first_name="สมมติ", last_name="ตัวอย่าง")
    clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_url("**/receipt")


@pytest.mark.parametrize(("path", "next_field"), [(WALK_IN, "#sms_updates"), ("/desk/intake/phone", "#subject")])
def test_tab_goes_on_past_the_earlier_cases_of_a_caller(clerk: Visitor, path: str, next_field: str) -> None:
    actor = person(db.session.scalars(sa.select(StaffMember.id).filter_by(username="clerk")).one())
    known = make_complainant(phone=parse_phone("0890000001"))
    earlier = make_case(actor=actor, now=now(), complainant=known).register_number
    db.session.rollback()
    clerk.opens(path)
    clerk.page.locator("#phone").fill("0890000001")
    found = clerk.page.locator("[data-earlier-here]").get_by_role("link", name=earlier)
    expect(found).to_be_visible()
    clerk.page.locator("#phone").press("Tab")
    expect(clerk.page.locator(next_field)).to_be_focused()
    clerk.page.keyboard.press("Alt+KeyL")
    expect(found).to_be_focused()


def test_what_a_closed_browser_could_not_send_is_there_when_the_page_is_opened_again(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.page.context.set_offline(True)
    clerk.fills(subject="ปิดเครื่องไปก่อน", narrative="ยังไม่ทันส่ง")
    expect(clerk.page.locator("p[data-when=offline]")).to_be_visible(timeout=5000)
    clerk.page.close()
    clerk.page.context.set_offline(False)
    clerk.browser_complaints.clear()
    again = Visitor(clerk.page.context.new_page())
    again.opens(WALK_IN)
    again.page.wait_for_url("**draft=*")
    assert again.page.input_value("[name=narrative]") == "ยังไม่ทันส่ง"
    assert again.page.evaluate("localStorage.length") == 0


def test_what_two_pages_wrote_on_one_draft_is_kept_of_both(clerk: Visitor) -> None:
    clerk.opens(WALK_IN)
    clerk.fills(subject="ร่างเดียวกัน")
    expect(clerk.page.locator(KEPT)).to_be_visible(timeout=10_000)
    draft = clerk.page.url
    context = clerk.page.context
    elsewhere = Visitor(context.new_page())
    elsewhere.opens(draft)
    context.set_offline(True)
    clerk.fills(narrative="พิมพ์ตอนสายหลุด")
    expect(clerk.page.locator("p[data-when=offline]")).to_be_visible(timeout=10_000)
    clerk.page.close()
    clerk.browser_complaints.clear()
    context.set_offline(False)
    elsewhere.fills(narrative="พิมพ์อีกหน้าหนึ่ง")
    expect(elsewhere.page.locator(KEPT)).to_be_visible(timeout=10_000)
    elsewhere.page.wait_for_timeout(2500)
    again = Visitor(context.new_page())
    again.opens(WALK_IN)
    again.page.wait_for_url("**draft=*")
    assert again.page.input_value("[name=narrative]") == "พิมพ์ตอนสายหลุด"
    again.opens(draft)
    assert again.page.input_value("[name=narrative]") == "พิมพ์อีกหน้าหนึ่ง"


def test_ten_letters_of_a_box_are_entered_one_after_the_other(clerk: Visitor) -> None:
    clerk.opens("/desk/box-openings")
    clerk.fills(box="หน้าอาคาร", witness="นางเห็น", letters="10")
    clerk.page.get_by_role("button", name="บันทึกการเปิดตู้").click()
    clerk.page.get_by_role("link", name="ลงรับฉบับถัดไป").click()
    for number in range(1, 11):
        expect(clerk.page.locator("main")).to_contain_text(f"ฉบับที่ {number} จาก 10")
        clerk.page.wait_for_load_state()
        clerk.page.keyboard.type(f"จดหมายฉบับที่ {number}")
        clerk.page.keyboard.press("Tab")
        clerk.page.keyboard.type("เรียนนายก")
        # One press from letter to letter.
        clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_url("**/desk/box-openings/*")
    expect(clerk.page.locator("body")).to_contain_text("ลงรับจดหมายของการเปิดตู้ครั้งนี้ครบแล้ว")
    opening = db.session.scalars(sa.select(BoxOpening)).one()
    letters = db.session.scalars(sa.select(Case).order_by(Case.id)).all()
    assert [case.subject for case in letters] == [f"จดหมายฉบับที่ {number}" for number in range(1, 11)]
    assert {case.box_opening_id for case in letters} == {opening.id}
    assert {case.received_at for case in letters} == {opening.opened_at}


@pytest.mark.parametrize("path", [WALK_IN, "/desk/intake/phone", "/desk/intake/box", "/desk/box-openings"])
def test_the_pages_of_the_counter_fit_a_telephone(staffed: None, visit: Callable[..., Visitor], path: str) -> None:
    clerk = visit(size=PHONE)
    clerk.signs_in("clerk")
    clerk.opens(path)
    assert clerk.fits_the_screen()
