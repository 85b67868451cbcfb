"""Whatever happens to the tab, the network or the device, the text comes back."""

import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import TOP_K, Desk
from tests.browser.people import Person, log_in, sign_up

JOURNAL = (
    "() => Object.entries(localStorage).filter(([name]) => name.startsWith('readyroom:journal:'))"
    ".map(([, value]) => JSON.parse(value).text).at(-1) ?? ''"
)


def test_a_keystroke_reaches_the_journal_and_the_server(alice: Person) -> None:
    desk = Desk(alice.page).open()
    with alice.page.expect_response(lambda answer: answer.url.endswith("/draft")) as saving:
        desk.type_at_end("# kept")
        alice.page.wait_for_function(f"() => ({JOURNAL})().endsWith('# kept')")
    assert saving.value.status == 200
    desk.saved()
    expect(alice.page.locator("#saved")).to_have_text(re.compile(r"^Saved (just now|\d+ s ago)$"))


def test_typing_without_a_pause_is_still_saved_within_five_seconds(alice: Person) -> None:
    desk = Desk(alice.page).open()
    saves: list[str] = []
    alice.page.on("request", lambda request: saves.append(request.url) if request.method == "PUT" else None)
    for _ in range(24):  # five seconds, and no pause that a save could wait for
        desk.type_at_end("#")
        alice.page.wait_for_timeout(200)
    assert saves


def test_a_killed_tab_brings_the_text_back(new_context: NewContext) -> None:
    context = new_context()
    alice = sign_up(context)
    context.route(
        "**/draft", lambda route: route.abort()
    )  # the server gets nothing: the journal alone has it
    desk = Desk(alice.page).open()
    desk.type_at_end("# before the crash")
    alice.page.wait_for_timeout(1_000)
    with alice.page.expect_event("crash"), pytest.raises(Error):
        alice.page.goto("chrome://crash")
    again = Desk(context.new_page()).open()
    assert again.code().endswith("# before the crash")
    alice.page.close()
    context.unroute("**/draft")
    again.type_at_end("!")
    again.saved()


def test_closing_the_tab_right_after_typing_keeps_the_text(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.type_at_end("# last words")
    alice.page.goto("/")
    desk.open()
    assert desk.code().endswith("# last words")


def test_a_lost_network_is_said_and_recovers(new_context: NewContext) -> None:
    context = new_context()
    alice = sign_up(context)
    desk = Desk(alice.page).open()
    context.set_offline(True)
    desk.type_at_end("# offline")
    expect(alice.page.locator("#saved")).to_have_text("Offline: kept in this browser", timeout=20_000)
    alice.page.get_by_role("button", name="Submit").click()
    expect(alice.page.locator("#panel-result")).to_contain_text("Nothing was submitted; your code is kept")
    context.set_offline(False)
    desk.saved()
    alice.page.reload()
    assert desk.ready().code().endswith("# offline")


def second_device(new_context: NewContext, alice: Person) -> Desk:
    """The same person, logged in on another machine."""
    page = new_context().new_page()
    log_in(page, alice.email)
    return Desk(page)


def test_a_second_device_has_the_text(alice: Person, new_context: NewContext) -> None:
    desk = Desk(alice.page).open()
    desk.type_at_end("# from home")
    desk.saved()
    other = second_device(new_context, alice).open()
    assert other.code().endswith("# from home")


def conflict(alice: Person, new_context: NewContext) -> tuple[Desk, Desk]:
    """Two devices that both changed the same revision; the second one learns of it."""
    mine, theirs = Desk(alice.page).open(), second_device(new_context, alice).open()
    theirs.type_at_end("# theirs")
    theirs.saved()
    mine.type_at_end("# mine")
    expect(mine.page.locator("#notice")).to_contain_text("also changed on another device", timeout=20_000)
    return mine, theirs


def test_two_devices_conflict_and_mine_is_kept(alice: Person, new_context: NewContext) -> None:
    mine, theirs = conflict(alice, new_context)
    expect(mine.page.locator("#saved")).to_have_text("Two versions: choose one")
    mine.page.get_by_role("button", name="See both").click()
    expect(mine.page.locator("#merge .line.only")).to_have_count(2)
    mine.page.locator("#merge").get_by_role("button", name="Keep mine").click()
    mine.saved()
    assert mine.code().endswith("# mine")
    theirs.page.reload()
    assert theirs.ready().code().endswith("# mine")


def test_two_devices_conflict_and_the_other_is_taken(alice: Person, new_context: NewContext) -> None:
    mine, _ = conflict(alice, new_context)
    mine.page.locator("#notice").get_by_role("button", name="Take the other").click()
    mine.saved()
    assert mine.code().endswith("# theirs")
    mine.page.get_by_role("button", name="Commands and keys").click()
    mine.page.get_by_role("button", name="Earlier texts in this browser").click()
    expect(mine.page.locator("#earlier pre")).to_contain_text("# mine")
    mine.page.get_by_role("button", name="Take it into the editor").click()
    expect(mine.editor).to_contain_text("# mine")
    assert mine.code().endswith("# mine")


def test_two_tabs_of_one_browser_stay_in_step(alice: Person) -> None:
    first = Desk(alice.page).open()
    second = Desk(alice.page.context.new_page()).open()
    first.type_at_end("# one")
    expect(second.editor).to_contain_text("# one")
    second.type_at_end(" two")
    expect(first.editor).to_contain_text("# one two")
    first.saved()
    second.saved()
    expect(first.page.locator("#notice")).to_be_empty()
    expect(second.page.locator("#notice")).to_be_empty()


def test_a_lost_answer_is_no_conflict(new_context: NewContext) -> None:
    context = new_context()
    alice = sign_up(context)
    desk = Desk(alice.page).open()
    lost = 0

    def lose(route: object) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    context.route("**/draft", lose)
    desk.type_at_end("# first")
    expect(alice.page.locator("#saved")).to_have_text("Offline: kept in this browser", timeout=20_000)
    desk.type_at_end(" second")
    desk.saved()
    expect(alice.page.locator("#notice")).to_be_empty()
    assert lost >= 2


def test_what_was_typed_before_logging_in_is_there_after(new_context: NewContext) -> None:
    context = new_context()
    desk = Desk(context.new_page()).open()
    desk.type_at_end("# anonymous")
    expect(desk.page.locator("#saved")).to_have_text("Kept in this browser")
    alice = sign_up(context, then=TOP_K)
    desk = Desk(alice.page).ready()
    assert desk.code().endswith("# anonymous")
    desk.saved()


def test_reset_to_the_starter_can_be_undone(alice: Person) -> None:
    desk = Desk(alice.page).open()
    starter = desk.code()
    desk.type_at_end("# mine")
    alice.page.get_by_role("button", name="Reset").click()
    expect(alice.page.locator("#notice")).to_contain_text("The editor holds the starter again")
    assert desk.code() == starter
    alice.page.get_by_role("button", name="Undo").click()
    assert desk.code() == starter + "# mine"
