"""Everything by keyboard, in either editor."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk import ACCEPTED, Desk
from tests.browser.people import Person


def focused(page: Page, selector: str) -> bool:
    """Whether the focus is inside that element."""
    return bool(page.evaluate("s => document.activeElement.closest(s) !== null", selector))


def test_a_problem_is_opened_and_solved_without_a_mouse(alice: Person) -> None:
    page = alice.page
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("videos, right now")
    expect(page.locator("tr.row")).to_have_count(1)
    page.keyboard.press("Tab")  # out of the field, so that arrows are the list's
    page.keyboard.press("ArrowDown")
    expect(page.locator("a[data-row]")).to_be_focused()
    page.keyboard.press("Enter")
    desk = Desk(page).ready()
    page.keyboard.press("F6")
    assert focused(page, "#pane-statement")
    page.keyboard.press("F6")
    assert focused(page, "#editor")
    desk.write(ACCEPTED)
    page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Accepted")
    page.keyboard.press("F6")
    assert focused(page, "#pane-results")
    page.keyboard.press("Shift+F6")
    assert focused(page, "#editor")


def test_escape_then_tab_leaves_the_editor(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.editor.focus()
    before = desk.code()
    alice.page.keyboard.press("Escape")
    alice.page.keyboard.press("Tab")
    assert not focused(alice.page, "#editor")
    assert desk.code() == before


def test_the_command_list_names_what_can_be_done(alice: Person) -> None:
    Desk(alice.page).open()
    alice.page.locator("#panel-statement").focus()
    alice.page.keyboard.press("?")
    listed = alice.page.locator("#commands-list")
    for command in (
        "Submit",
        "Show the next hint",
        "Next pane",
        "Vim keys on or off",
        "Plain text area on or off",
    ):
        expect(listed).to_contain_text(command)
    alice.page.keyboard.press("Escape")
    expect(alice.page.locator("#commands")).not_to_be_visible()


def test_panes_resize_by_keyboard_and_remember(alice: Person) -> None:
    desk = Desk(alice.page).open()
    bar = alice.page.get_by_role("separator", name="Width of the statement")
    width = alice.page.locator("#pane-statement").bounding_box()
    bar.focus()
    for _ in range(5):
        alice.page.keyboard.press("ArrowRight")
    expect(bar).to_have_attribute("aria-valuenow", "52")
    wider = alice.page.locator("#pane-statement").bounding_box()
    assert width is not None
    assert wider is not None
    assert wider["width"] > width["width"] + 50
    alice.page.reload()
    desk.ready()
    expect(bar).to_have_attribute("aria-valuenow", "52")


def test_panes_resize_by_pointer(alice: Person) -> None:
    Desk(alice.page).open()
    bar = alice.page.get_by_role("separator", name="Height of the result")
    box = bar.bounding_box()
    assert box
    alice.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
    alice.page.mouse.down()
    alice.page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 120)
    alice.page.mouse.up()
    moved = bar.bounding_box()
    assert moved is not None
    assert moved["y"] < box["y"] - 90


def test_the_plain_text_area_has_the_same_keys_and_journal(alice: Person) -> None:
    desk = Desk(alice.page).open()
    alice.page.keyboard.press("Alt+p")
    area = alice.page.get_by_label("Your code", exact=True)
    expect(area).to_be_focused()
    desk.write(ACCEPTED)
    desk.saved()
    alice.page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Accepted")
    alice.page.reload()
    desk.ready()
    assert area.input_value() == ACCEPTED
    area.focus()
    alice.page.keyboard.press("Tab")
    expect(area).not_to_be_focused()


def test_the_plain_text_area_keeps_the_indentation(alice: Person) -> None:
    desk = Desk(alice.page).open()
    alice.page.keyboard.press("Alt+p")
    desk.write("def f():")
    alice.page.keyboard.press("Enter")
    alice.page.keyboard.type("return 1")
    assert desk.code() == "def f():\n    return 1"


def test_vim_keys_edit_and_write(alice: Person) -> None:
    desk = Desk(alice.page).open()
    desk.write("first = 1\nsecond = 2\n")
    desk.saved()
    alice.page.keyboard.press("Alt+v")
    expect(alice.page.get_by_role("button", name="Vim")).to_have_attribute("aria-pressed", "true")
    desk.editor.focus()
    alice.page.keyboard.type("ggdd")
    assert desk.code() == "second = 2\n"
    with alice.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        alice.page.keyboard.type(":w")
        alice.page.keyboard.press("Enter")


def test_filters_work_by_key_and_survive_in_the_address(alice: Person) -> None:
    page = alice.page
    page.goto("/")
    page.keyboard.press("d")
    expect(page.get_by_label("Function")).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"kind=function"))
    expect(page.locator("tr.row .kind").first).to_have_text("function")
    assert set(page.locator("tr.row .kind").all_inner_texts()) == {"function"}
    page.reload()
    expect(page.locator("#kind-function")).to_be_checked()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "kind" not in url)


def test_z_folds_a_set_and_the_fold_is_remembered(alice: Person) -> None:
    page = alice.page
    page.goto("/")
    rows = page.locator("#streaming-top-k tr.row")
    expect(rows.first).to_be_visible()
    page.keyboard.press("z")
    folded = page.locator("tbody:has([data-fold]:not(:checked)) tr.row").first
    expect(folded).not_to_be_visible()
    page.reload()
    expect(folded).not_to_be_visible()
