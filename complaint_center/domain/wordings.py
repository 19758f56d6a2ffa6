"""What messages say, in Thai and in English.

Any of these may be read on a shared telephone or over a shoulder: no name, no subject, no link (the cabinet
barred state messages from carrying links in November B.E. 2568), nothing that tells what the case is about.
A Thai text must fit one segment of 70 characters with the longest number, date and telephone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MessageKind(StrEnum):
    """Why somebody is told something."""

    COMPLAINT_RECEIVED = "complaint_received"
    FINDING_SUBMITTED = "finding_submitted"
    INFO_REQUESTED = "info_requested"
    MESSAGE_AWAITS = "message_awaits"
    RESULT_READY = "result_ready"
    SURVEY = "survey"

    ASSIGNED = "assigned"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    UNASSIGNED = "unassigned"
    ACCUSED_UNLINKED = "accused_unlinked"
    ANSWER_RECEIVED = "answer_received"
    ORDER_DUE = "order_due"
    ORDER_GIVEN = "order_given"
    CASE_ENDED = "case_ended"
    REFER_OUTSIDE = "refer_outside"
    ELECTED_ACCUSED = "elected_accused"
    NOBODY_LEFT = "nobody_left"
    DIGEST = "digest"
    JOURNAL_HEAD = "journal_head"
    NEW_SIGN_IN = "new_sign_in"


TO_COMPLAINANT = frozenset(
    {
        MessageKind.COMPLAINT_RECEIVED,
        MessageKind.FINDING_SUBMITTED,
        MessageKind.INFO_REQUESTED,
        MessageKind.MESSAGE_AWAITS,
        MessageKind.RESULT_READY,
    }
)
"""Told to whoever complained; every other kind is told to staff, but for one that is only asked by telephone."""

TELLS_PROGRESS = TO_COMPLAINANT - {MessageKind.COMPLAINT_RECEIVED}
"""That it came in is no news of how far it has come."""


@dataclass(frozen=True)
class Wording:
    """`sms` may hold {number}, {phone} and {due}; `headline` follows the number in an e-mail's subject."""

    sms: str
    headline: str
    text: str


_K = MessageKind

THAI: Mapping[MessageKind, Wording] = {
    _K.COMPLAINT_RECEIVED: Wording(
        "เทศบาลรับเรื่องท่านแล้ว เลขที่ {number} โทร {phone}",
        "รับเรื่องแล้ว",
        "เทศบาลได้รับเรื่องของท่านแล้ว เจ้าหน้าที่จะตรวจสอบข้อมูลเบื้องต้น",
    ),
    _K.FINDING_SUBMITTED: Wording(
        "เรื่อง {number}: เสนอผู้บังคับบัญชาแล้ว สอบถาม โทร {phone}",
        "เสนอผู้บังคับบัญชาแล้ว",
        "ตรวจสอบข้อมูลเบื้องต้นแล้ว และได้เสนอผู้บังคับบัญชาพิจารณาแล้ว",
    ),
    _K.INFO_REQUESTED: Wording(
        "เรื่อง {number}: มีคำถามรอตอบ ใช้รหัสติดตามหรือโทร {phone}",
        "มีคำถามรอท่านตอบ",
        "เจ้าหน้าที่ขอข้อมูลเพิ่มเติมจากท่าน โปรดใช้รหัสติดตามเรื่องของท่านเพื่ออ่านและตอบ หรือติดต่อศูนย์",
    ),
    _K.MESSAGE_AWAITS: Wording(
        "เรื่อง {number}: มีข้อความรออ่าน ใช้รหัสติดตามหรือโทร {phone}",
        "มีข้อความรอท่านอ่าน",
        "มีข้อความถึงท่าน โปรดใช้รหัสติดตามเรื่องของท่านเพื่ออ่าน หรือติดต่อศูนย์",
    ),
    _K.RESULT_READY: Wording(
        "เรื่อง {number}: มีผลการพิจารณาแล้ว ติดต่อศูนย์ฯ โทร {phone}",
        "มีผลการพิจารณาแล้ว",
        "มีผลการพิจารณาเรื่องของท่านแล้ว โปรดติดต่อศูนย์เพื่อรับทราบผล",
    ),
    _K.ASSIGNED: Wording(
        "เรื่อง {number}: มอบหมายให้ท่านแล้ว{due}",
        "มอบหมายให้ท่าน",
        "ท่านได้รับมอบหมายให้ตรวจสอบข้อมูลเบื้องต้น โปรดแจ้งว่าท่านไม่มีส่วนได้เสีย หรือขอถอนตัว",
    ),
    _K.REMINDER: Wording(
        "เรื่อง {number}: โปรดดำเนินการ{due}",
        "เตือนกำหนดเวลา",
        "เรื่องนี้ยังรอการดำเนินการของท่าน",
    ),
    _K.ESCALATED: Wording(
        "เรื่อง {number}: ยังไม่เสร็จ โปรดเร่งรัด{due}",
        "ครบกำหนดแล้วยังไม่แล้วเสร็จ",
        "เรื่องนี้ครบกำหนดแล้วแต่ยังไม่แล้วเสร็จ โปรดเร่งรัดผู้รับผิดชอบ",
    ),
    _K.UNASSIGNED: Wording(
        "เรื่อง {number}: ยังไม่มีผู้รับผิดชอบ โปรดมอบหมาย",
        "ยังไม่มีผู้รับผิดชอบ",
        "ระบบหาเจ้าหน้าที่ผู้รับผิดชอบที่ไม่มีส่วนได้เสียไม่ได้ โปรดมอบหมาย กำหนดเวลายังคงเดินต่อไป",
    ),
    _K.ACCUSED_UNLINKED: Wording(
        "เรื่อง {number}: มีข้อมูลรอท่านตรวจสอบภายใน 1 วันทำการ",
        "มีข้อมูลรอท่านตรวจสอบ",
        "โปรดตรวจสอบว่าบุคคลที่ระบุในเรื่องนี้เป็นบุคลากรของเทศบาลหรือไม่ ภายใน 1 วันทำการ",
    ),
    _K.ANSWER_RECEIVED: Wording(
        "เรื่อง {number}: มีข้อมูลใหม่รอท่านอ่าน",
        "มีข้อมูลใหม่รอท่านอ่าน",
        "มีข้อมูลใหม่ในเรื่องที่ท่านรับผิดชอบ โปรดอ่าน",
    ),
    _K.ORDER_DUE: Wording(
        "เรื่อง {number}: รอท่านพิจารณาสั่งการ{due}",
        "รอท่านพิจารณาสั่งการ",
        "เจ้าหน้าที่เสนอผลการตรวจสอบพร้อมความเห็นแล้ว โปรดพิจารณาสั่งการ",
    ),
    _K.ORDER_GIVEN: Wording(
        "เรื่อง {number}: มีคำสั่งให้ท่านดำเนินการ{due}",
        "มีคำสั่งการแล้ว",
        "ผู้บังคับบัญชาสั่งการแล้ว โปรดดำเนินการตามคำสั่ง",
    ),
    _K.CASE_ENDED: Wording(
        "เรื่อง {number}: สิ้นสุดแล้ว ไม่ต้องดำเนินการต่อ",
        "สิ้นสุดแล้ว",
        "เรื่องนี้สิ้นสุดแล้ว ตามคำสั่งหรือเพราะผู้ร้องขอถอนเรื่อง ท่านไม่ต้องดำเนินการต่อ",
    ),
    _K.REFER_OUTSIDE: Wording(
        "เรื่อง {number}: ไม่มีผู้ตรวจสอบได้ โปรดพิจารณาส่งต่อ",
        "โปรดพิจารณาส่งต่อหน่วยงานภายนอก",
        "ไม่มีเจ้าหน้าที่ในเทศบาลที่ตรวจสอบเรื่องนี้ได้โดยไม่มีส่วนได้เสีย โปรดพิจารณาส่งต่อหน่วยงานภายนอก",
    ),
    _K.ELECTED_ACCUSED: Wording(
        "เรื่อง {number}: โปรดพิจารณาส่งต่อหน่วยงานภายนอก",
        "โปรดพิจารณาส่งต่อหน่วยงานภายนอก",
        "เรื่องนี้เกี่ยวข้องกับผู้ที่ไม่มีผู้บังคับบัญชาอยู่ในเทศบาล โปรดพิจารณาส่งต่อหน่วยงานภายนอก",
    ),
    _K.NOBODY_LEFT: Wording(
        "เรื่อง {number}: ไม่มีผู้รับแจ้ง โปรดตรวจทะเบียนบุคลากร",
        "ไม่มีผู้รับแจ้ง",
        "ไม่มีผู้บังคับบัญชาที่จะรับแจ้งเรื่องนี้ โปรดตรวจสอบทะเบียนบุคลากรและสายการบังคับบัญชา",
    ),
}

ENGLISH: Mapping[MessageKind, Wording] = {
    _K.COMPLAINT_RECEIVED: Wording(
        "The municipality has received your case {number}. Tel. {phone}",
        "received",
        "The municipality has received your case. An officer will make a preliminary check.",
    ),
    _K.FINDING_SUBMITTED: Wording(
        "Case {number}: now before the supervisor. Questions: tel. {phone}",
        "before the supervisor",
        "The preliminary check is done and has been submitted to the supervisor.",
    ),
    _K.INFO_REQUESTED: Wording(
        "Case {number}: a question awaits you. Use your tracking code or call {phone}",
        "a question awaits you",
        "The officer needs more information. Please read and answer with your tracking code, or contact the centre.",
    ),
    _K.MESSAGE_AWAITS: Wording(
        "Case {number}: a message awaits you. Use your tracking code or call {phone}",
        "a message awaits you",
        "There is a message for you. Please read it with your tracking code, or contact the centre.",
    ),
    _K.RESULT_READY: Wording(
        "Case {number}: there is a result. Please contact the centre, tel. {phone}",
        "there is a result",
        "Your case has been decided. Please contact the centre to learn the result.",
    ),
    _K.ASSIGNED: Wording(
        "Case {number}: assigned to you{due}",
        "assigned to you",
        "You are to make the preliminary check. Please declare that you have no interest, or step back.",
    ),
    _K.REMINDER: Wording(
        "Case {number}: please act{due}",
        "reminder",
        "This case is waiting for you.",
    ),
    _K.ESCALATED: Wording(
        "Case {number}: not done, please see to it{due}",
        "due and not done",
        "What this case is owed has fallen due and is not done. Please see to it.",
    ),
    _K.UNASSIGNED: Wording(
        "Case {number}: nobody has it yet, please assign it",
        "not assigned",
        "No officer without a conflict could be found. Please assign the case; its time is running.",
    ),
    _K.ACCUSED_UNLINKED: Wording(
        "Case {number}: something waits for your check within 1 working day",
        "something waits for your check",
        "Please check within 1 working day whether the people it names are the municipality's staff.",
    ),
    _K.ANSWER_RECEIVED: Wording(
        "Case {number}: something new waits for you to read it",
        "something new to read",
        "There is something new to read in a case of yours.",
    ),
    _K.ORDER_DUE: Wording(
        "Case {number}: waits for your order{due}",
        "waits for your order",
        "The officer has submitted the finding with an opinion. Please make your order.",
    ),
    _K.ORDER_GIVEN: Wording(
        "Case {number}: an order has been given, please carry it out{due}",
        "an order has been given",
        "The supervisor has given an order. Please carry it out.",
    ),
    _K.CASE_ENDED: Wording(
        "Case {number}: ended, nothing more is asked of you",
        "ended",
        "This case has ended, by an order or because it was withdrawn. Nothing more is asked of you.",
    ),
    _K.REFER_OUTSIDE: Wording(
        "Case {number}: nobody here may examine it, please consider referring it",
        "please consider referring it",
        "Nobody here may examine this case without a conflict. Please consider referring it outside.",
    ),
    _K.ELECTED_ACCUSED: Wording(
        "Case {number}: to be considered for referral outside",
        "to be considered for referral outside",
        "Nobody in the town hall stands above those whom this case concerns. Please consider referring it outside.",
    ),
    _K.NOBODY_LEFT: Wording(
        "Case {number}: nobody is left to be told, please check the staff register",
        "nobody is left to be told",
        "There is no superior left who could be told of this case. Please check the staff register.",
    ),
}
