"""A category suggested from the words of a complaint: a plain table, so that anybody can see why.

The clerk decides. Each word that stands in the text counts its weight for its category, once; the category with the
most is suggested where it leads by enough. No count is learnt from cases, so no case can be guessed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from complaint_center.domain.categories import Category
from complaint_center.domain.search_key import fold

LEAST = 2
"""One weak word says nothing."""

_CLEAR, _LIKELY, _WEAK = 3, 2, 1

_WORDS: Mapping[Category, Mapping[int, str]] = {
    Category.ABUSE_OF_DUTY: {
        _CLEAR: "ละเว้นการปฏิบัติหน้าที่ ละเว้นหน้าที่ ปฏิบัติหน้าที่โดยมิชอบ ใช้อำนาจหน้าที่โดยมิชอบ ไม่ปฏิบัติหน้าที่",
        _LIKELY: "ปล่อยปละละเลย เพิกเฉย ใช้อำนาจข่มขู่ มิชอบ ทุจริตต่อหน้าที่ ไม่ดำเนินการตามกฎหมาย",
        _WEAK: "ทุจริต โกง เก็บเกินใบเสร็จ เกินใบเสร็จ",
    },
    Category.BRIBERY: {
        _CLEAR: "สินบน เรียกเงิน เรียกรับเงิน เรียกรับ ใต้โต๊ะ ค่าน้ำร้อนน้ำชา ค่าอำนวยความสะดวก เรียกรับผลประโยชน์ จ่ายใต้โต๊ะ",
        _LIKELY: "ขอเงิน เพื่อเร่ง เร่งใบอนุญาต ขอเงินพิเศษ ค่าเร่ง แลกกับใบอนุญาต โอนเงินให้เจ้าหน้าที่",
        _WEAK: "สลิปโอนเงิน ใบอนุญาต รับเงิน",
    },
    Category.PROCUREMENT: {
        _CLEAR: "จัดซื้อจัดจ้าง ฮั้วประมูล ฮั้ว ล็อกสเปก ล็อคสเปค ทีโออาร์ tor เฉพาะเจาะจงยี่ห้อ ประกวดราคา สอบราคา คุณสมบัติเจาะจง",
        _LIKELY: "ประมูล ราคากลาง ผู้รับจ้าง ผู้เสนอราคา คู่สัญญา ตรวจรับงาน กินหัวคิว แบ่งซื้อแบ่งจ้าง เสนอราคา",
        _WEAK: "งบประมาณ โครงการ สัญญาจ้าง รับเหมา สเปก",
    },
    Category.EMBEZZLEMENT: {
        _CLEAR: "ยักยอก เบิกเท็จ เบิกจ่ายเท็จ เบี้ยเลี้ยงเท็จ เบิกค่าเบี้ยเลี้ยง เบิกเงินแต่ไม่ได้ ลายเซ็นปลอม ใบเซ็นชื่อ",
        _LIKELY: "เบิกเบี้ยเลี้ยง เบี้ยเลี้ยงอบรม เงินหาย เบิกค่า เบิกเงิน เอกสารเท็จ ใบเสร็จปลอม ไม่ได้ไปจริง",
        _WEAK: "เบิก เบี้ยเลี้ยง ใบเสร็จ",
    },
    Category.CONFLICT_OF_INTEREST: {
        _CLEAR: "ผลประโยชน์ทับซ้อน ให้ญาติเป็นผู้รับจ้าง บริษัทของญาติ ญาติเป็นคู่สัญญา จ้างญาติ เอื้อประโยชน์ให้ญาติ",
        _LIKELY: "เอื้อประโยชน์ งานให้ญาติ พวกพ้อง เครือญาติ ภรรยาเป็นเจ้าของ สามีเป็นเจ้าของ ลูกเขย",
        _WEAK: "ญาติ",
    },
    Category.UNFAIR_DISCRETION: {
        _CLEAR: "เลือกปฏิบัติ ไม่เป็นธรรม ใช้ดุลพินิจ สองมาตรฐาน ลัดคิว",
        _LIKELY: "ให้คนรู้จักก่อน ก่อนทั้งที่ ไม่ได้รับความเป็นธรรม บ้านญาติเจ้าหน้าที่ก่อน กลั่นแกล้ง",
        _WEAK: "ลำเอียง แจ้งมาแล้ว",
    },
    Category.MISUSE_OF_PROPERTY: {
        _CLEAR: "ใช้รถหลวง ใช้ทรัพย์สินราชการ นำรถราชการ รถราชการไปใช้ส่วนตัว ของหลวงไปใช้ ทรัพย์สินของราชการ",
        _LIKELY: "รถราชการ รถกระเช้า รถเทศบาล น้ำมันหลวง ของหลวง ใช้ส่วนตัว",
        _WEAK: "น้ำมันรถ เครื่องจักร",
    },
    Category.PERSONNEL: {
        _CLEAR: "แลกกับการบรรจุ เรียกเงินบรรจุ ซื้อตำแหน่ง ฝากเข้าทำงาน ค่าตำแหน่ง วิ่งเต้น บรรจุเป็นพนักงาน",
        _LIKELY: "บรรจุ แต่งตั้ง สอบบรรจุ พนักงานจ้าง โยกย้าย เลื่อนขั้น",
        _WEAK: "ตำแหน่ง สอบเข้า",
    },
    Category.GIFTS: {
        _CLEAR: "ของขวัญ nogiftpolicy กระเช้าปีใหม่ กระเช้าของขวัญ รับของกำนัล",
        _LIKELY: "ของกำนัล ของฝาก เลี้ยงรับรอง",
        _WEAK: "ปีใหม่",
    },
    Category.SERVICE: {
        _CLEAR: "พูดจาไม่สุภาพ ไม่สุภาพ บริการไม่ดี กิริยา ตะคอก พูดจาหยาบ ไม่ให้บริการ มารยาท",
        _LIKELY: "รอนาน บริการช้า ไม่รับโทรศัพท์ ไม่เต็มใจ ดุด่า พูดจา ล่าช้า",
        _WEAK: "เบี้ยยังชีพ เจ้าหน้าที่ บริการ เคาน์เตอร์",
    },
    Category.GENERAL: {
        _CLEAR: "ไฟถนน ไฟดับ ไฟส่องสว่าง น้ำไม่ไหล น้ำประปา ถนนชำรุด ถนนพัง หลุมบ่อ ขยะไม่เก็บ เก็บขยะ ท่อตัน น้ำท่วม "
        "กลิ่นเหม็น เสียงดัง สุนัขจรจัด หมาจรจัด แมวจรจัด เหตุรำคาญ ต้นไม้ล้ม ควันไฟ ไฟฟ้าดับ ไฟไหม้ เพลิงไหม้ เผาขยะ",
        _LIKELY: "ไฟฟ้าสาธารณะ หลุม ท่อระบายน้ำ ขยะ ฝุ่น ยุง ทางเท้า ไฟกิ่ง",
        _WEAK: "ถนน น้ำ ไฟ ซอย",
    },
    Category.SUGGESTION: {
        _CLEAR: "ขอเสนอแนะ ข้อเสนอแนะ อยากให้มี ควรจัดให้มี เสนอให้ ขอชื่นชม ชมเชย",
        _LIKELY: "อยากให้ ควรมี เสนอว่า ขอบคุณ",
        _WEAK: "น่าจะ",
    },
}


@dataclass(frozen=True)
class Suggestion:
    """A category, and the words of the text that speak for it, the weightiest first."""

    category: Category
    words: tuple[str, ...]


def suggest_category(*texts: str) -> Suggestion | None:
    """The category that the words speak for; None where they say too little, or speak for two alike."""
    told = " ".join(map(fold, texts))
    found = {category: _found(words, told) for category, words in _TABLE.items()}
    scores = {category: sum(weight for weight, _ in hits) for category, hits in found.items()}
    best, second, *_ = sorted(scores, key=lambda category: -scores[category])
    if scores[best] < LEAST or scores[best] == scores[second]:
        return None
    return Suggestion(best, tuple(word for _, word in found[best]))


def _found(words: Mapping[str, tuple[int, str]], told: str) -> list[tuple[int, str]]:
    """Weight and word of all that stand in the text, but none that is part of a longer one that does."""
    hits = {folded: hit for folded, hit in words.items() if folded in told}
    longest = [folded for folded in hits if not any(folded != other and folded in other for other in hits)]
    return sorted((hits[folded] for folded in longest), key=lambda hit: -hit[0])


_TABLE: Mapping[Category, Mapping[str, tuple[int, str]]] = {
    category: {fold(word): (weight, word) for weight, words in by_weight.items() for word in words.split()}
    for category, by_weight in _WORDS.items()
}
