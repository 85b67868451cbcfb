"""From signing up to a verdict, and what a verdict shows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ACCEPTED, PACKAGE, WRONG, Desk
from tests.browser.people import PASSWORD, Person, log_in


def test_a_newcomer_signs_up_and_solves(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Email").fill("newcomer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Most-watched videos, right now").click()
    desk = Desk(page).ready()
    desk.write(ACCEPTED)
    page.get_by_role("button", name="Run").click()
    result = desk.verdict("Accepted")
    expect(result).to_contain_text("not submitted")
    page.get_by_role("button", name="Submit").click()
    page.locator("#panel-result [data-live]").wait_for()
    result = desk.verdict("Accepted")
    expect(result).to_contain_text("100 of 100 points")
    expect(page.locator("#submissions-count")).to_have_text("1")
    page.get_by_role("tab", name="Editorial").click()
    expect(page.locator("#panel-editorial .editorial")).to_be_visible()
    page.get_by_role("link", name="Readyroom").click()
    expect(page.locator("tr.row", has_text="Most-watched videos")).to_contain_text("Solved")


@pytest.mark.parametrize(
    "problem",
    [
        "streaming-top-k/most-watched-videos",
        "recency-ctr/top-k-recency-weighted-ctr",
        "ranking-design/cold-start-80-ms",
        "pytorch-debugging/nan-loss-ranker",
    ],
)
def test_each_opener_is_solved_in_the_editor(alice: Person, problem: str) -> None:
    accepted = sorted((PACKAGE.parents[1] / problem / "submissions" / "accepted").glob("*.py"))[0].read_text()
    desk = Desk(alice.page, f"/problems/{problem}/").open()
    desk.write(accepted)
    alice.page.keyboard.press("Control+Shift+Enter")
    result = desk.verdict("Accepted")
    expect(result).to_contain_text(re.compile(r"100\s+of 100 points"))


def test_the_verdict_arrives_case_by_case(alice: Person) -> None:
    desk = Desk(alice.page).open()
    alice.page.evaluate(
        "() => { window.seen = []; new MutationObserver(() => { const n = document.querySelectorAll("
        "'[data-live] .case.good, [data-live] .case.bad').length; if (n) window.seen.push(n); })"
        ".observe(document.querySelector('#panel-result'), {subtree: true, childList: true, attributes: true}); }"
    )
    desk.write(ACCEPTED)
    alice.page.get_by_role("button", name="Submit").click()
    result = desk.verdict("Accepted")
    seen = alice.page.evaluate("() => window.seen")
    assert seen == sorted(seen)
    assert len(set(seen)) > 3, seen
    assert result.locator("[data-cases] [role=tab]").count() >= seen[-1]


def test_a_wrong_answer_shows_the_difference_and_the_cases(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write(WRONG)
    alice.page.get_by_role("button", name="Submit").click()
    result = desk.verdict("Wrong answer")
    opened = result.locator(".case-panel[data-open]")
    expect(opened.locator("dt")).to_have_text(["input", "expected", "yours"])
    expected, actual = opened.locator("dd").nth(1).inner_text(), opened.locator("dd").nth(2).inner_text()
    assert expected != actual
    assert opened.locator("dd ins, dd del").count() > 0
    expect(opened.locator(".captured")).to_contain_text("update")
    first = opened.get_attribute("id") or ""
    result.locator("[role=tab][aria-selected=true]").focus()
    alice.page.keyboard.press("ArrowRight")
    expect(result.locator(".case-panel[data-open]")).not_to_have_id(first)
    alice.page.get_by_role("tab", name="Output").click()
    expect(alice.page.locator("#panel-output")).to_contain_text("update")


def test_a_syntax_error_leads_to_its_line(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write("class TopK:\n    def update(self:\n        pass\n")
    alice.page.get_by_role("button", name="Run").click()
    result = desk.verdict("Does not compile")
    expect(result.locator(".error .caret")).to_be_visible()
    expect(alice.page.locator(".cm-lint-marker-error")).to_have_count(1)
    result.get_by_role("button", name="line 2").click()
    expect(alice.page.locator(".cm-activeLine")).to_contain_text("def update(self:")


def test_own_input_runs_and_bad_input_names_its_line(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write(ACCEPTED)
    page = alice.page
    page.get_by_role("tab", name="Own input").click()
    expect(page.get_by_label("One call per line")).to_have_value(re.compile(r"^TopK\("))
    page.get_by_label("One call per line").fill("TopK(1)\nupdate(4, 2)\nupdate(3, 2)\ntopk()")
    expect(page.get_by_label("Run on this instead of the samples")).to_be_checked()
    page.keyboard.press("Control+Enter")
    result = desk.verdict("Accepted")
    expect(result).to_contain_text("your own input")
    page.get_by_role("tab", name="Own input").click()
    page.get_by_label("One call per line").fill("TopK(1)\nupdate(4, open('x'))")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#own-error")).to_contain_text("Line 2")


def test_two_submissions_are_compared_and_one_restored(alice: Person) -> None:
    desk, page = Desk(alice.page).open(), alice.page
    desk.write(WRONG)
    page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Wrong answer")
    desk.write(ACCEPTED)
    page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Accepted")
    page.get_by_role("tab", name="Submissions").click()
    page.get_by_label("Restore submission 1 into the editor").click()
    expect(page.locator("#notice")).to_contain_text("The submission is in the editor")
    assert desk.code() == WRONG
    for number in (1, 2):
        page.get_by_label(f"Compare submission {number}").check()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submission 1 and submission 2")
    expect(page.locator(".difference tr.change, .difference tr.insert").first).to_be_visible()


def test_anonymous_submit_leads_to_login_and_back_with_the_code(page: Page, alice: Person) -> None:
    desk = Desk(page).open()
    desk.write(ACCEPTED)
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url("**/accounts/login/**")
    log_in(page, alice.email)
    desk.ready()
    assert desk.code() == ACCEPTED
    expect(page.locator("#notice")).to_contain_text("your code is here")
    page.get_by_role("button", name="Submit").click()
    desk.verdict("Accepted")


def test_hints_come_one_at_a_time_and_the_editorial_waits(alice: Person) -> None:
    desk, page = Desk(alice.page).open(), alice.page
    page.keyboard.press("Alt+h")
    expect(page.locator(".hint")).to_have_count(1)
    expect(page.locator("#hints-count")).to_contain_text("1 of")
    page.get_by_role("button", name="Show the next hint").click()
    expect(page.locator(".hint")).to_have_count(2)
    page.get_by_role("tab", name="Editorial").click()
    expect(page.locator("#panel-editorial")).to_contain_text("opens when you have solved it")
    page.get_by_role("button", name="Give up and read it").click()
    expect(page.locator("#panel-editorial .editorial")).to_be_visible()
    desk.open()
    expect(page.locator("#hints-count")).to_contain_text("2 of")


def test_a_curve_that_comes_after_the_verdict_is_drawn_without_loading_the_page(alice: Person) -> None:
    desk = Desk(alice.page, "/problems/tests/double/").open()
    desk.write("def double(x):\n    return 2 * x\n")
    alice.page.get_by_role("button", name="Submit").click()
    result = desk.verdict("Accepted")
    expect(result.locator("[data-curves] .key")).to_have_text("as given: ends at 5.yours: ends at 8.")
