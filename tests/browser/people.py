"""What people do in a browser, in their own words."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Page

from tests.make import PASSWORD


class Visitor:
    """Anybody with a browser. Collects what the browser complains of: errors of scripts and refused content."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.browser_complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.browser_complaints.append(str(error)))

    def opens(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def fills(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.locator(f"[name={name}]:is(input, textarea)").fill(text)

    def ticks(self, *names: str) -> None:
        for name in names:
            self.page.locator(f"input[type=checkbox][name={name}]").check()

    def chooses(self, name: str, value: str) -> None:
        self.page.locator(f"input[type=radio][name={name}][value='{value}']").check()

    def sends(self) -> None:
        self.page.locator("main form[method=post] button").last.click()
        self.page.wait_for_load_state()

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("main")

    def shown(self, attribute: str) -> str:
        value = self.page.locator(f"[{attribute}]").first.get_attribute(attribute)
        assert value is not None
        return value

    def fits_the_screen(self) -> bool:
        """Nothing makes the page wider than the screen that shows it."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def signs_in(self, username: str) -> None:
        self.opens("/login")
        self.fills(username=username, password=PASSWORD)
        self.sends()
        assert re.search(r"/desk/?$", self.page.url), self.page.url

    def follows(self, code: str) -> str:
        """The state that the tracking page shows for a code."""
        self.opens("/track")
        self.fills(code=code)
        self.sends()
        return self.shown("data-state")

    def _listen(self, message: ConsoleMessage) -> None:
        # A page that says 404 or 422 is a page; the browser notes it all the same.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.browser_complaints.append(message.text)
