"""Markup of hostile authors, in a real browser: none of it runs, and none of it reaches what the page itself listens to."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.attacks.markup import PAYLOADS
from webapp.catalog.domain.rendering import render_markdown

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGE = (
    "<!doctype html><script>window.ran = 0; window.pwned = () => { window.ran++ }</script><main>MARKUP</main>"
)
FOUND = """() => [...document.querySelectorAll('main *')].flatMap(node => [...node.attributes]
    .filter(a => /^on|^hx-|^data-hx|^style$|^id$|^name$|srcdoc|xlink/i.test(a.name) || /javascript:/i.test(a.value))
    .filter(a => a.name !== 'alttext')
    .map(a => node.tagName + ' ' + a.name))"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page of Chromium's, without any policy that would stop a script."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_markup_runs_when_nobody_takes_it_out(page: Page) -> None:
    """Else the next test could not fail."""
    page.set_content(PAGE.replace("MARKUP", "<img src=x onerror=pwned()>"))
    page.wait_for_function("window.ran > 0")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_of_an_author_does_not_run(page: Page, payload: str) -> None:
    page.set_content(PAGE.replace("MARKUP", render_markdown(payload)))
    for link in page.query_selector_all("main a"):
        link.dispatch_event("click")
    assert page.evaluate("window.ran") == 0
    assert page.evaluate(FOUND) == []
    assert (
        page.query_selector_all("main :is(script, style, iframe, object, embed, svg, img, form, input, base)")
        == []
    )
