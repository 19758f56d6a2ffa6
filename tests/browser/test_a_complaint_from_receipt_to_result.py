"""The main job in a browser: a resident files, an officer submits the finding, the supervisor orders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import DESKTOP, PHONE, on_both_databases
from tests.browser.people import Visitor


@pytest.mark.parametrize(("javascript", "size"), [(True, DESKTOP), (False, PHONE)], ids=["desktop", "phone-no-script"])
@on_both_databases
def test_a_resident_files_and_follows_it_to_its_result(
    staffed: None, visit: Callable[..., Visitor], javascript: bool, size: tuple[int, int]
) -> None:
    resident = visit(javascript=javascript, size=size)
    number, code = _file_corruption(resident)
    assert resident.follows(code) == "checking"

    officer = visit(javascript=javascript, size=size)
    officer.signs_in("officer")
    officer.opens(f"/desk/cases/{number}")
    assert not officer.sees("โอนเงินแล้วได้ใบอนุญาต")
    officer.opens(f"/desk/cases/{number}/declaration")
    officer.page.locator("main form[method=post] button").first.click()
    officer.opens(f"/desk/cases/{number}")
    assert officer.sees("โอนเงินแล้วได้ใบอนุญาต")
    _submit_finding(officer, number)
    assert resident.follows(code) == "deciding"

    supervisor = visit(javascript=javascript, size=size)
    supervisor.signs_in("supervisor")
    assert supervisor.sees(number)
    supervisor.opens(f"/desk/cases/{number}/order")
    supervisor.chooses("order", "dismiss")
    supervisor.fills(reason="ยุติเรื่องตามความเห็น")
    supervisor.sends()
    supervisor.opens(f"/desk/cases/{number}")
    assert supervisor.shown("data-status") == "closed"
    assert resident.follows(code) == "closed"
    for person in (resident, officer, supervisor):
        assert person.fits_the_screen()


def _file_corruption(resident: Visitor) -> tuple[str, str]:
    resident.opens("/complaints/corruption")
    resident.fills(
        subject="เรียกเงินค่าใบอนุญาต",
        narrative="โอนเงินแล้วได้ใบอนุญาตในวันเดียว",
        accused_unit="กองที่ไม่มีในระบบ",
        phone="๐๘๑-๒๓๔-๕๖๗๘",
    )
    resident.ticks("anonymous", "sms_updates", "notice_read")
    resident.sends()
    assert resident.page.url.endswith("/receipt")
    return resident.shown("data-register-number"), resident.shown("data-tracking-code")


def _submit_finding(officer: Visitor, number: str) -> None:
    officer.opens(f"/desk/cases/{number}/finding")
    officer.fills(facts="ตรวจทะเบียนคำขอแล้ว", evidence_summary="สลิปการโอน", opinion_reason="เอกสารตรงกัน")
    officer.chooses("opinion", "substantiated")
    officer.page.locator("button[name=submit]").click()
    officer.page.wait_for_load_state()
    officer.opens(f"/desk/cases/{number}")
    assert officer.shown("data-status") == "awaiting_order"
