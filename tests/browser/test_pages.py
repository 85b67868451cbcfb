"""Settings, log-in with one-time codes, errors, narrow screens, no script."""

import hmac
import re
import time
from base64 import b32decode

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, RunningSite
from tests.browser.desk import ACCEPTED, TOP_K, Desk
from tests.browser.people import PASSWORD, Person, log_in


def one_time_code(secret: str) -> str:
    """What an authenticator app shows now for that secret (base32)."""
    digest = hmac.digest(b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_one_time_codes_guard_the_log_in(alice: Person, new_context: NewContext, site: RunningSite) -> None:
    page = alice.page
    page.goto(link_in_mail(site, alice.email, "confirm-email"))
    page.get_by_role("button", name="Yes, this is mine").click()
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_label("Or type this secret into the app").input_value()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    page.get_by_label("Authenticator code").fill(one_time_code(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_label("Unused codes")).not_to_have_value("")
    recovery = page.get_by_label("Unused codes").input_value().split()
    other = new_context().new_page()
    other.goto("/accounts/login/")
    other.locator("[name=login]").fill(alice.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", name="One-time code")).to_be_visible()
    other.locator("[name=code]").fill(recovery[0])
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", name="Problems")).to_be_attached()


def test_preferences_choose_colours_and_editor(alice: Person) -> None:
    page = alice.page
    page.goto("/settings/")
    page.get_by_role("radio", name="Dark Always").check()
    page.get_by_role("radio", name="Plain text area").check()
    page.get_by_role("button", name="Save preferences").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    desk = Desk(page).open()
    expect(page.locator("#plain")).to_be_visible()
    assert desk.code().startswith("class TopK")


def test_the_theme_switch_is_remembered(page: Page) -> None:
    page.goto("/")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == dark


def link_in_mail(site: RunningSite, address: str, path: str) -> str:
    """The link with that path in the newest e-mail to the address, which must have a text and an HTML part."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for letter in sorted(site.mail.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True):
            text = letter.read_text().replace("=\n", "").replace("=3D", "=")
            link = re.search(rf"http://[^\s\"]+/{path}[^\s\"]+", text)
            if f"To: {address}" in text and link:
                assert "text/plain" in text
                assert "text/html" in text
                return link[0]
        time.sleep(0.2)
    raise AssertionError(f"no e-mail to {address} with {path} in {site.mail}")


def test_a_wrong_address_says_so_and_leads_back(page: Page) -> None:
    answer = page.goto("/problems/nothing/here/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")
    page.get_by_role("link", name="Go to the problems").click()
    expect(page.get_by_role("heading", name="Problems", exact=True)).to_be_attached()


def test_too_many_requests_count_down_and_keep_the_code(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write(ACCEPTED)
    body = '{"error": {"id": "rate.limited", "text": "Too many runs.", "wait_s": 2}}'
    alice.page.route(
        "**/run", lambda route: route.fulfill(status=429, content_type="application/json", body=body), times=1
    )
    alice.page.get_by_role("button", name="Run").click()
    expect(alice.page.locator("#panel-result")).to_contain_text("again in 2 s")
    alice.page.get_by_role("button", name="Try again").click(timeout=20_000)
    desk.verdict("Accepted")


def test_empty_and_too_long_code_is_refused_in_place(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write("   \n")
    alice.page.get_by_role("button", name="Submit").click()
    expect(alice.page.locator("#panel-result")).to_contain_text("There is no code to run yet")
    desk.write("# " + "x" * 66_000)
    alice.page.get_by_role("button", name="Submit").click()
    expect(alice.page.locator("#panel-result")).to_contain_text("up to 64 KiB")
    assert len(desk.code()) == 66_002


def test_a_grader_that_is_away_is_said_so(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write(ACCEPTED)
    stream = (
        'event: state\ndata: {"state": "waiting", "position": null, "text": "No grader is connected. Your code is stored'
        ' and is graded as soon as one is."}\n\n'
    )
    alice.page.route(
        "**/events", lambda route: route.fulfill(content_type="text/event-stream", body=stream), times=1
    )
    alice.page.evaluate(
        "() => { window.said = []; new MutationObserver(() => window.said.push(document.querySelector("
        "'[data-live]')?.innerText ?? '')).observe(document.querySelector('#panel-result'), {subtree: true, childList: true}); }"
    )
    alice.page.get_by_role("button", name="Submit").click()
    desk.verdict("Accepted")  # the browser reconnects by itself
    said = "\n".join(alice.page.evaluate("() => window.said"))
    assert "Waiting for a grader" in said
    assert "No grader is connected. Your code is stored" in said
    assert "Wrong" not in said


def test_a_narrow_screen_shows_one_pane_at_a_time(new_context: NewContext, alice: Person) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    log_in(page, alice.email)
    desk = Desk(page).open()
    expect(page.locator("#panel-statement")).to_be_visible()
    expect(page.locator("#editor")).not_to_be_visible()
    page.get_by_role("navigation", name="Panes").get_by_role("button", name="Code").click()
    expect(page.locator("#editor")).to_be_visible()
    desk.write(ACCEPTED)
    page.get_by_role("button", name="Submit").click()
    desk.verdict("Accepted")
    for address in ("/", TOP_K, "/settings/"):
        page.goto(address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360, address


def test_without_script_the_catalogue_filters_and_code_can_be_handed_in(
    new_context: NewContext, alice: Person
) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("[name=q]").fill("videos, right now")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tr.row")).to_have_count(1)
    log_in(page, alice.email)
    page.goto(TOP_K)
    page.locator("noscript textarea, textarea[name=code]").fill(ACCEPTED)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Submission 1")).to_be_visible()
