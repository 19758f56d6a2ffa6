"""What is said to a complainant on the telephone, and what can come of it."""

from __future__ import annotations

import pytest

from complaint_center.domain.calls import SPOKEN, CallOutcome, CallReport, call_script
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.messages import MessageKind

FACTS = {"language": "th", "office_phone": "042 970107", "register_number": "70-0001"}
NEWS = [MessageKind.FINDING_SUBMITTED, MessageKind.RESULT_READY]


@pytest.mark.parametrize("calls_in", [False, True])
def test_a_script_tells_nothing_before_the_caller_is_known(calls_in: bool) -> None:
    steps = call_script(NEWS, calls_in=calls_in, **FACTS)  # type: ignore[arg-type]
    asks = next(number for number, step in enumerate(steps) if "70-0001" in step)
    tells = next(number for number, step in enumerate(steps) if "ผลการพิจารณา" in step)
    assert asks < tells


def test_what_a_newer_step_has_overtaken_is_not_said() -> None:
    said = "\n".join(call_script([MessageKind.COMPLAINT_RECEIVED, *NEWS], **FACTS))  # type: ignore[arg-type]
    assert "เสนอผู้บังคับบัญชา" not in said
    assert "ได้รับเรื่องของท่าน" not in said


def test_a_message_that_waits_is_said_before_the_newest_step_and_once() -> None:
    awaits = MessageKind.MESSAGE_AWAITS
    steps = call_script([awaits, awaits, *NEWS], **FACTS)  # type: ignore[arg-type]
    assert [("มีข้อความถึงท่าน" in step, "ผลการพิจารณา" in step) for step in steps[-3:-1]] == [(True, False), (False, True)]
    assert sum("มีข้อความถึงท่าน" in step for step in call_script([awaits, awaits], **FACTS)) == 1  # type: ignore[arg-type]


def test_how_satisfied_they_are_is_asked_after_all_that_is_told() -> None:
    awaits = MessageKind.MESSAGE_AWAITS
    steps = call_script([MessageKind.SURVEY, awaits], **FACTS)  # type: ignore[arg-type]
    assert ["พึงพอใจ" in step for step in steps[-3:]] == [False, True, False]
    assert "มีข้อความถึงท่าน" in steps[-3]
    assert "ผลการพิจารณา" not in "".join(call_script([MessageKind.SURVEY], **FACTS))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "how"), [("th", "นำรหัสติดตามเรื่องมา"), ("en", "come to the municipality with your")]
)
def test_who_is_told_of_a_result_is_told_how_to_get_it_and_not_to_call_whom_they_speak_to(
    language: str, how: str
) -> None:
    steps = call_script(NEWS, **FACTS | {"language": language})  # type: ignore[arg-type]
    assert any(how in step for step in steps)
    assert not any("ติดต่อศูนย์เพื่อ" in step or "contact the centre to" in step for step in steps)


def test_who_answers_is_asked_for_and_who_calls_is_not() -> None:
    assert "ขอเรียนสาย" in call_script(NEWS, **FACTS)[0]  # type: ignore[arg-type]
    assert not any("ผู้รับสาย" in step for step in call_script(NEWS, calls_in=True, **FACTS))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(set(MessageKind) - SPOKEN))
def test_there_is_no_script_for_calling_a_complainant_about_the_staffs_own_work(kind: MessageKind) -> None:
    with pytest.raises(ValueError, match="complainants"):
        call_script([kind], **FACTS)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_who_leaves_somebody_untold_says_why(outcome: CallOutcome) -> None:
    assert CallReport(outcome, "บอกว่าไม่ต้องโทรอีก").outcome is outcome
    if outcome in (CallOutcome.NOT_WANTED, CallOutcome.GIVEN_UP):
        with pytest.raises(InvalidInput, match="note"):
            CallReport(outcome, " ")
    else:
        assert CallReport(outcome, " ")


def test_a_call_that_reached_nobody_leaves_the_task() -> None:
    leaves = {outcome for outcome in CallOutcome if not outcome.ends_calling}
    assert leaves == {CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT}
