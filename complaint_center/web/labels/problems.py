"""What is wrong with what was typed or sent, in the words that stand beside the field."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from complaint_center.domain.errors import Problem
from complaint_center.domain.passwords import LONGEST, SHORTEST

PROBLEMS = {
    Problem.REQUIRED: _l("Please fill this in."),
    Problem.NOT_TICKED: _l("Please tick what applies here."),
    Problem.TOO_LONG: _l("This is too long. Please shorten it."),
    Problem.IN_FUTURE: _l("This lies in the future. Please check the date and time."),
    Problem.IN_PAST: _l("This lies in the past. Please check the date and time."),
    Problem.LONG_AGO: _l("This lies more than two years back. Please check the year."),
    Problem.FAR_AHEAD: _l("This lies more than two years ahead. Please check the year."),
    Problem.AFTER_REGISTRATION: _l("The complaint was in the register by then. Please check the date and time."),
    Problem.NOT_A_DATE: _l("Please write a date such as 22/11/2569 or 22 พ.ย. 2569, and the time such as 14.30."),
    Problem.NOT_A_DAY: _l("Please write a day such as 22/11/2569 or 22 พ.ย. 2569."),
    Problem.NOT_A_REGISTER_NUMBER: _l("Please write a register number such as 70-0001."),
    Problem.NOT_A_PHONE: _l("Please write a telephone number such as 081-234-5678 or 042-970107."),
    Problem.NOT_A_NATIONAL_ID: _l("Please check the 13 digits of the national ID number."),
    Problem.UNKNOWN_CHOICE: _l("Please choose one from the list."),
    Problem.NOT_ELIGIBLE: _l("This person cannot be chosen for this case."),
    Problem.OWN_ACCOUNT: _l("Nobody changes this of their own account. Ask another administrator."),
    Problem.OTHER_UNIT_BARRED: _l(
        "Another division is kept out because of this person, and stays so. Add a further accused person for this one."
    ),
    Problem.SUPERIORS_BARRED: _l(
        "All your superiors are kept out of this case, so nobody could look at what you decide: you cannot end it. "
        "Refer it to an agency outside that may decide."
    ),
    Problem.NOT_A_TERM: _l("Please write a whole number of years, from 10 to 100."),
    Problem.NOT_A_COUNT: _l("Please write a whole number that can be right."),
    Problem.AWAY_THEN: _l("This person is noted as away at that time already."),
    Problem.CANNOT_STAND_IN: _l(
        "Somebody else has to stand in, who may do the same: give orders in the place of whoever gives orders, "
        "or examine cases in the place of an officer."
    ),
    Problem.CLOSED_THEN: _l("This day is a holiday already."),
    Problem.ENDS_BEFORE: _l("This is before the first day."),
    Problem.BEFORE_ORDER: _l("This is before the inquiry was ordered."),
    Problem.BEFORE_END: _l("The half-year was not over by then."),
    Problem.NOT_AN_ITEM_NUMBER: _l("Please write the number of the item such as O17."),
    Problem.TAKEN: _l("This is in use already. Please choose another."),
    Problem.WRONG_LENGTH: _l("Choose from %(shortest)s to %(longest)s characters.", shortest=SHORTEST, longest=LONGEST),
    Problem.WRONG_CODE: _l("This code is not right or has been used. Wait for the next one and type that."),
    Problem.GUESSABLE: _l("This password could soon be guessed."),
    Problem.FILE_TOO_LARGE: _l("This file is larger than 20 MB. Please send a smaller one, or bring it to the office."),
    Problem.FILE_EMPTY: _l("This file is empty."),
    Problem.FILE_TYPE: _l(
        "Files of this kind cannot be taken. Please send photos, PDF, sound, video, or Word, Excel and PowerPoint "
        "files without macros or passwords."
    ),
    Problem.FILE_NAME_MISLEADS: _l(
        "The ending of the name does not fit what is in the file. Please check that it is the right file, and give it "
        "a name that fits."
    ),
    Problem.FILE_INFECTED: _l("The virus scanner found something harmful in this file. It was not kept."),
    Problem.NOT_A_PDF: _l("Please choose one whole PDF file. Nothing else is taken here."),
    Problem.PDF_LOCKED: _l(
        "This PDF is under a password or limits what may be done with it, so not everybody could read it. Please save "
        "it without that."
    ),
    Problem.PDF_ACTIVE: _l(
        "This PDF has a script in it, starts a program or cannot be looked into, so it is not published. Please make "
        "it anew, for instance by printing it as a PDF."
    ),
    Problem.SCANNER_SILENT: _l(
        "The virus scanner does not answer, and what everybody may load must be scanned first. Please try again later."
    ),
    Problem.PICTURE_UNREADABLE: _l(
        "This picture cannot be opened: it is damaged, or has too many dots (more than 50 million, WebP and GIF 25)."
    ),
    Problem.TOO_MANY_FILES: _l("These are more than 20 files. Please send them in parts."),
    Problem.TOO_MANY_WAIT: _l("Three of your lists are not finished yet. Please wait for one of them."),
    Problem.TOO_MUCH_EVIDENCE: _l("One case can hold 100 MB of files. Please bring what is more to the office."),
    Problem.TELLS_WHO: _l(
        "Words stand in it that may show who made the suggestion: letters of the name or surname, an address such as a "
        "village, somebody called by a name, or the whole suggestion as it came. Please change them, or make sure that "
        "they tell nothing here."
    ),
    Problem.NAMES_WHO: _l(
        "The name, telephone, e-mail address or national ID number of whoever made the suggestion stands in it, or "
        "letters that sound like the name. It cannot be published so. Please put it in other words."
    ),
    Problem.HOLDS_NUMBER: _l(
        "A telephone number, a national ID number or an e-mail address stands in it. It cannot be published so. Please "
        "take it out; only the telephone number of this office may stand there."
    ),
    Problem.TOO_MANY_VOICES: _l(
        "So much was written this month that nothing more is taken in. Nothing of yours was kept: please copy it and "
        "send it next month, or put it into the suggestion box."
    ),
    Problem.TOO_MANY_ROWS: _l("This is more than fits into one file. Please narrow it to a month."),
}
