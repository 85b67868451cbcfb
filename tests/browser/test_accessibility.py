"""axe finds nothing on any page, in light and in dark."""

from typing import Any, Literal

from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, NewContext
from tests.browser.desk import ACCEPTED, WRONG, Desk
from tests.browser.people import Person, log_in

AXE = (ROOT / "webapp" / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = "async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations"
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", {}), ("dark", COLOURS))
"""Schemes, and the rules that are tried in each: the page is the same in both but for its colours."""


def violations(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    """Rule, element and summary of each violation of all rules, or of the given ones."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, rules or {})
    return [
        f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def both(page: Page) -> list[str]:
    """Violations on the page as it stands, in both schemes."""
    found: list[str] = []
    for scheme, rules in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += violations(page, rules)
    return found


def everywhere(page: Page, addresses: list[str]) -> list[str]:
    """All violations on these pages in both schemes."""
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        found += both(page)
    return found


def test_pages_of_a_visitor(page: Page) -> None:
    addresses = [
        "/",
        "/?q=nothing+has+this+name",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/problems/nothing/here/",
    ]
    assert everywhere(page, addresses) == []


def test_pages_of_an_account(alice: Person) -> None:
    addresses = [
        "/",
        "/?sort=level",
        "/settings/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/logout/",
    ]
    assert everywhere(alice.page, addresses) == []


def test_the_practice_page_in_every_state(alice: Person) -> None:
    page, desk = alice.page, Desk(alice.page).open()
    found = both(page)
    desk.write(WRONG)
    page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Wrong answer")
    found += both(page)
    for tab in ("Hints", "Editorial", "Submissions", "Own input", "Output"):
        page.get_by_role("tab", name=tab).click()
        if tab == "Submissions":
            expect(page.locator("#panel-submissions table")).to_be_visible()
        found += both(page)
    page.get_by_role("button", name="Commands and keys").click()
    found += both(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+p")
    found += both(page)
    assert found == []


def test_a_submission_two_compared_and_a_design(alice: Person) -> None:
    page, desk = alice.page, Desk(alice.page).open()
    addresses = []
    for code, title in ((WRONG, "Wrong answer"), (ACCEPTED, "Accepted")):
        desk.write(code)
        with page.expect_response(lambda answer: answer.url.endswith("/submit")) as answer:
            page.keyboard.press("Control+Shift+Enter")
        addresses.append(answer.value.json()["page"])
        desk.verdict(title)
    first, second = (address.rstrip("/").split("/")[-1] for address in addresses)
    assert everywhere(page, [*addresses, f"/submissions/compare/{first}/{second}/"]) == []


def test_a_design_and_its_charts(alice: Person) -> None:
    designs = sorted((ROOT / "problems" / "ranking-design").glob("*/submissions/accepted/*.py"))
    package = designs[0].parents[2]
    desk = Desk(alice.page, f"/problems/ranking-design/{package.name}/").open()
    desk.write(designs[0].read_text())
    alice.page.keyboard.press("Control+Shift+Enter")
    result = desk.verdict("Accepted", timeout=240_000)
    expect(result.locator(".objectives tbody tr")).not_to_have_count(0)
    expect(result.get_by_role("img", name="Milliseconds per stage")).to_be_visible()
    found = both(alice.page)
    alice.page.get_by_role("tab", name="One request").click()
    expect(alice.page.locator("#panel-request svg")).to_be_visible()
    assert found + both(alice.page) == []


def test_narrow_screens(new_context: NewContext, alice: Person) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    log_in(page, alice.email)
    page.goto("/")
    found = both(page)
    Desk(page).open()
    for pane in ("Statement", "Code", "Result"):
        page.get_by_role("navigation", name="Panes").get_by_role("button", name=pane).click()
        found += both(page)
    assert found == []
