"""The practice page as a person handles it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TOP_K = "/problems/streaming-top-k/most-watched-videos/"
PACKAGE = Path(__file__).resolve().parents[2] / "problems" / "streaming-top-k" / "most-watched-videos"
ACCEPTED = sorted((PACKAGE / "submissions" / "accepted").glob("*.py"))[0].read_text()
WRONG = """class TopK:
    def __init__(self, k):
        if k <= 0:
            raise ValueError(k)
        self.k, self.totals = k, {}

    def update(self, video_id, watch_seconds):
        if watch_seconds < 0:
            raise ValueError(watch_seconds)
        print("update", video_id)
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds

    def topk(self):
        return sorted(self.totals, key=lambda v: (-self.totals[v], -v))[: self.k]
"""


class Desk:
    """One problem, open in one tab."""

    def __init__(self, page: Page, address: str = TOP_K) -> None:
        self.page, self.address = page, address

    def open(self) -> "Desk":
        """Goes there and waits for the editor."""
        self.page.goto(self.address)
        return self.ready()

    def ready(self) -> "Desk":
        """Waits until the editor holds its text."""
        self.page.locator("body[data-ready]").wait_for()
        return self

    @property
    def editor(self) -> Locator:
        """The element that takes the typing."""
        return self.page.locator("#editor .cm-content, #plain").first

    def code(self) -> str:
        """What the editor holds."""
        return str(
            self.page.evaluate(
                "() => { const plain = document.querySelector('#plain'); if (plain) return plain.value;"
                " return document.querySelector('.cm-content').cmTile.view.state.doc.toString(); }"
            )
        )

    def write(self, code: str) -> None:
        """Replaces the whole text, as pasting over everything does."""
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        if self.page.locator("#plain").count():
            self.page.keyboard.insert_text(code)
            return
        self.editor.evaluate(
            "(element, text) => { const data = new DataTransfer(); data.setData('text/plain', text);"
            " element.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
            code,
        )

    def type_at_end(self, text: str) -> None:
        """Types at the end of the text."""
        self.editor.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def saved(self) -> None:
        """Waits until the server has the text."""
        expect(self.page.locator("#saved[data-state=saved]")).to_be_visible(timeout=20_000)

    def verdict(self, title: str, timeout: float = 120_000) -> Locator:
        """Waits for a result with that verdict."""
        result = self.page.locator("#panel-result .result")
        expect(result.locator(".verdict.big")).to_have_text(title, timeout=timeout)
        return result
