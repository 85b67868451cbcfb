"""What of a page could run, as a parser sees it."""

from html.parser import HTMLParser


class Elements(HTMLParser):
    """The scripts of a page and everything on it that could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        self.handlers += [
            f"{tag} {name}"
            for name, value in attrs
            if name.startswith("on") or "javascript:" in (value or "")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)
