"""A room for two, in two real pages: what both type, offline, killed, on a narrow screen, and by keyboard."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.people import Person, sign_up
from tests.browser.test_accessibility import both

SAVED = "#saved[data-state=saved]"


class Seat:
    """The room as one person has it open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.editor = page.locator(".cm-content").first

    def ready(self) -> "Seat":
        """Waits until everything is connected and saved."""
        self.page.locator("body[data-ready]").wait_for()
        self.page.locator(SAVED).wait_for()
        return self

    def code(self) -> str:
        """What the editor holds."""
        return str(self.editor.evaluate("element => element.cmTile.view.state.doc.toString()"))

    def holds(self, text: str) -> None:
        """Waits until the editor holds exactly this."""
        self.page.wait_for_function(
            "text => document.querySelector('.cm-content').cmTile.view.state.doc.toString() === text",
            arg=text,
        )

    def type_at(self, key: str, text: str) -> None:
        """Types after going to a place by a key."""
        self.editor.focus()
        self.page.keyboard.press(key)
        self.page.keyboard.insert_text(text)

    def say(self, text: str) -> None:
        """Writes a line into the chat."""
        self.page.get_by_label("Message to everybody here").fill(text)
        self.page.keyboard.press("Enter")


@dataclass(frozen=True)
class Pair:
    """Bob interviews, Alice has come by his link."""

    alice: Seat
    bob: Seat


@pytest.fixture
def pair(new_context: NewContext) -> Pair:
    """Both are in the room."""
    bob, alice = sign_up(new_context()), sign_up(new_context())
    return seated(bob, alice)


def seated(bob: Person, alice: Person) -> Pair:
    """Opens a room as Bob, and brings Alice in by a link."""
    bob.page.goto("/live/")
    bob.page.get_by_label("What it is about").fill("Round 3")
    bob.page.get_by_role("button", name="Open a room").click()
    there = Seat(bob.page).ready()
    bob.page.get_by_role("button", name="Invite").click()
    bob.page.get_by_role("button", name="Make a link").click()
    link = bob.page.locator("#invite-url").inner_text()
    bob.page.keyboard.press("Escape")
    alice.page.goto(link)
    alice.page.get_by_role("button", name="Join").click()
    return Pair(Seat(alice.page).ready(), there)


def test_two_pages_show_the_same_text_with_the_others_caret_and_chat(pair: Pair) -> None:
    pair.alice.type_at("Control+End", "def f():\n")
    pair.bob.holds("def f():\n")
    pair.bob.type_at("Control+End", "    return 1\n")
    pair.alice.holds("def f():\n    return 1\n")
    name = pair.bob.page.locator("#people .person b", has_text=", you").inner_text()
    expect(pair.alice.page.locator(".live-caret.person-interviewer .live-caret-name")).to_have_text(
        name.removesuffix(", you")
    )
    pair.alice.say("Hourly?")
    expect(pair.bob.page.locator("#chat-lines li")).to_contain_text("Hourly?")
    pair.bob.editor.focus()
    pair.bob.page.keyboard.press("Control+z")
    pair.alice.holds("def f():\n")  # the own change is undone, and not the other's


def test_the_room_and_the_pages_before_it_are_accessible(pair: Pair) -> None:
    pair.alice.type_at("Control+End", "x = 1\n")
    pair.bob.holds("x = 1\n")
    found = both(pair.bob.page)
    pair.bob.page.get_by_role("button", name="Invite").click()
    found += both(pair.bob.page)
    pair.bob.page.goto("/live/")
    assert [*found, *both(pair.bob.page)] == []


def test_what_both_write_while_one_is_offline_comes_together(pair: Pair, new_context: NewContext) -> None:
    pair.alice.type_at("Control+End", "middle\n")
    pair.bob.holds("middle\n")
    pair.alice.page.context.set_offline(True)
    expect(pair.alice.page.locator("#saved")).to_contain_text("kept in this browser")
    pair.alice.type_at("Control+Home", "above\n")
    for line in ("Are you there?", "I write on."):
        pair.alice.say(line)
    pair.bob.type_at("Control+End", "below\n")
    with pair.alice.page.expect_event("crash"), pytest.raises(Error):
        pair.alice.page.goto("chrome://crash")
    context = pair.alice.page.context
    pair.alice.page.close()  # a tab that has crashed cannot be told that the network is back
    context.set_offline(False)
    again = context.new_page()
    again.goto(pair.bob.page.url)
    Seat(again).ready().holds("above\nmiddle\nbelow\n")
    pair.bob.holds("above\nmiddle\nbelow\n")
    for page in (again, pair.bob.page):
        expect(page.locator("#chat-lines li > span")).to_have_text(["Are you there?", "I write on."])


def test_second_window_takes_over_and_the_first_can_take_back(pair: Pair) -> None:
    second = pair.alice.page.context.new_page()
    second.goto(pair.alice.page.url)
    Seat(second).ready()
    expect(pair.alice.page.locator("#saved")).to_contain_text("open in another window")
    pair.alice.page.get_by_role("button", name="Go on here").click()
    pair.alice.ready()
    expect(second.locator("#saved")).to_contain_text("open in another window")


def test_private_notes_are_on_no_page_of_the_candidate(pair: Pair) -> None:
    frames: list[str | bytes] = []
    pair.alice.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda payload: frames.append(payload))
    )
    pair.alice.page.reload()
    pair.alice.ready()
    private = pair.bob.page.get_by_role("textbox", name="Private notes")
    private.focus()
    pair.bob.page.keyboard.insert_text("canary-7f3a")
    pair.bob.page.locator(SAVED).wait_for()
    pair.bob.type_at("Control+End", "public")
    pair.alice.holds("public")
    everything = b"".join(frame if isinstance(frame, bytes) else frame.encode() for frame in frames)

    assert b"public" in everything
    assert b"canary-7f3a" not in everything
    assert "canary-7f3a" not in pair.alice.page.content()


def test_narrow_screen_has_one_pane_at_a_time_and_nothing_sticks_out(pair: Pair) -> None:
    page = pair.bob.page
    page.set_viewport_size({"width": 360, "height": 740})
    for name in ("Notes", "Private", "Chat", "Code"):
        page.get_by_role("navigation", name="Panes").get_by_role("button", name=name).click()
        expect(page.locator("[data-pane-name]:visible")).to_have_count(1)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_keyboard_alone_goes_round_the_panes_and_writes(pair: Pair) -> None:
    page = pair.bob.page
    for name in ("Code", "Shared notes", "Private notes"):
        page.keyboard.press("F6")
        page.keyboard.insert_text(name)
    page.keyboard.press("Alt+c")
    page.keyboard.type("by hand")
    page.keyboard.press("Enter")
    expect(pair.alice.page.locator("#chat-lines li")).to_contain_text("by hand")
    pair.alice.holds("Code")
    pair.alice.page.wait_for_function(
        "() => document.querySelector('.cm-content[aria-label=\"Shared notes\"]').cmTile.view.state.doc.toString() === 'Shared notes'"
    )
