"""A round with an interviewer in two real pages: let in by a link, writing, running, hints, notes, marks, report, replay."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.people import Person, sign_up
from tests.browser.test_accessibility import both
from tests.browser.test_interviews import draw, fits

SAVED = "#saved[data-state=saved]"


@dataclass(frozen=True)
class Two:
    """Alice sits the round, Bob interviews."""

    alice: Page
    bob: Page


def ready(page: Page) -> Page:
    """Once it is connected and everything is saved."""
    page.locator("body.together[data-ready]").wait_for()
    page.locator(SAVED).wait_for()
    return page


def sat_together(alice: Person, bob: Person, title: str) -> Two:
    """Alice draws a short round, invites Bob by a link before it begins, and starts the clock."""
    page = alice.page
    draw(page, title)
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Invite an interviewer").click()
    page.get_by_role("button", name="Make a link").click()
    bob.page.goto(page.locator("#invite-url").inner_text())
    bob.page.get_by_role("button", name="Join").click()
    expect(bob.page.get_by_text("who starts the clock")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Start the clock").click()
    return Two(ready(page), ready(bob.page))


def code(page: Page) -> str:
    """What the shared editor holds."""
    return str(page.locator(".cm-content").first.evaluate("e => e.cmTile.view.state.doc.toString()"))


@pytest.fixture
def bob(new_context: NewContext) -> Person:
    """Somebody in another browser."""
    return sign_up(new_context())


def test_a_coding_round_with_an_interviewer(alice: Person, bob: Person) -> None:
    two = sat_together(alice, bob, "Coding, onsite")
    heard: list[str] = []
    two.alice.on("response", lambda answer: heard.append(answer.url))
    two.alice.locator(".cm-content").first.focus()
    two.alice.keyboard.press("Control+End")
    two.alice.keyboard.insert_text("\n# both see this\n")
    two.bob.wait_for_function(
        "() => document.querySelector('.cm-content').cmTile.view.state.doc.toString().includes('both see this')"
    )
    found = both(two.alice) + both(two.bob)

    two.bob.get_by_role("button", name="Run").click()
    for page in (two.alice, two.bob):
        expect(page.locator("#panel-result article.result")).to_be_visible(timeout=60_000)

    expect(two.alice.locator("#given .hint")).to_have_count(0)
    two.bob.get_by_role("button", name="Give").first.click()
    expect(two.alice.locator("#given .hint")).to_have_count(1)
    two.bob.keyboard.press("Alt+n")
    two.bob.keyboard.type("asks about ties first")
    two.bob.keyboard.press("Enter")
    expect(two.bob.locator("#notes-taken li")).to_contain_text("asks about ties first")
    two.bob.locator(".judge label").nth(1).click()
    expect(two.bob.locator("#marked-count")).to_contain_text("1 of")
    two.bob.get_by_role("button", name="Change the constraint").click()
    expect(two.alice.get_by_text("stage 2 of")).to_be_visible()
    assert "both see this" in code(ready(two.alice))

    two.alice.get_by_text("Hand in", exact=True).click()
    two.alice.get_by_role("button", name="Hand in now").click()
    for page in (two.alice, two.bob):
        expect(page).to_have_url(re.compile("/report/$"))
    assert "asks about ties first" not in two.alice.content()
    expect(two.bob.get_by_text("asks about ties first")).to_be_visible()
    found += both(two.bob)
    two.bob.get_by_role("link", name="Replay").click()
    two.bob.locator("body[data-ready]").wait_for()
    expect(two.bob.locator("#log")).to_contain_text("hint")
    assert found == []


def test_a_design_round_is_drawn_by_two_and_by_keyboard(alice: Person, bob: Person) -> None:
    two = sat_together(alice, bob, "System design")
    tools = two.alice.get_by_role("form", name="Add to the board")
    for kind, name, ms in (("client", "Feed app", ""), ("retrieval", "Popular by region", "4")):
        tools.get_by_label("Component").select_option(kind)
        tools.get_by_label("Name").fill(name)
        tools.get_by_label("ms", exact=True).fill(ms)
        two.alice.keyboard.press("Enter")
        expect(two.bob.locator(f'#board-picture [data-name="{name.lower()}"]')).to_be_visible()
    two.bob.locator('#board-picture [data-name="feed app"]').focus()
    two.bob.keyboard.press("Enter")
    arrow = two.bob.get_by_role("form", name="Arrow from Feed app")
    arrow.get_by_label("What goes along the arrow").fill("40 k/s")
    two.bob.keyboard.press("Enter")
    expect(two.alice.get_by_label("The board as text")).to_contain_text(
        "Feed app -> Popular by region: 40 k/s"
    )
    assert both(two.alice) + both(two.bob) == []
    for page in (two.alice, two.bob):
        page.set_viewport_size({"width": 360, "height": 740})
        for pane in page.get_by_role("navigation", name="Panes").get_by_role("button").all():
            pane.click()
            expect(page.locator("[data-pane-name]:visible")).to_have_count(1)
            assert fits(page)


def say(page: Page, text: str) -> None:
    """Writes a line into the chat."""
    page.get_by_label("Message to everybody here").fill(text)
    page.keyboard.press("Enter")


def ended(page: Page) -> None:
    """Its candidate hands the round in."""
    page.get_by_text("Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page).to_have_url(re.compile("/report/$"))


def test_lines_said_offline_come_late_with_the_report_and_are_told_of_once_it_was_deleted(
    alice: Person, bob: Person
) -> None:
    two = sat_together(alice, bob, "Statistics")
    say(two.alice, "Shall I go on?")
    expect(two.bob.locator("#chat-lines li")).to_contain_text("Shall I go on?")
    two.bob.context.set_offline(True)
    say(two.bob, "Yes, do.")
    expect(two.bob.locator("#chat-lines li.waiting")).to_contain_text("Yes, do.")
    ended(two.alice)
    two.bob.context.set_offline(False)
    expect(two.bob).to_have_url(re.compile("/report/$"))
    two.alice.reload()
    for page in (two.bob, two.alice):  # Bob's page loads itself again once it has sent what it had
        page.locator("details.latework").click()
        expect(page.locator("details.latework li")).to_have_text(re.compile("Yes, do. late by 00:"))
    assert both(two.bob) == []
    assert (
        two.bob.evaluate("() => Object.keys(localStorage).filter(name => name.startsWith('readyroom:live:'))")
        == []
    )

    two.bob.evaluate(
        "() => { const page = JSON.parse(document.getElementById('page-data').textContent);"
        " localStorage.setItem(`readyroom:live:${page.account}:${page.room}`, JSON.stringify([{id: 'b9', text: 'And one more.'}])); }"
    )  # from another device, or a tab that was closed
    two.alice.get_by_role("link", name="Delete recording").click()
    two.alice.get_by_role("button", name="Delete").click()
    expect(two.alice).to_have_url(re.compile("/report/$"))
    two.bob.reload()
    expect(two.bob.locator("#late-lines li")).to_have_text("And one more.")
    assert both(two.bob) == []
    two.bob.reload()
    expect(two.bob.get_by_role("heading", name="Do next")).to_be_visible()
    expect(two.bob.locator("#late-lines li")).to_have_count(0)
