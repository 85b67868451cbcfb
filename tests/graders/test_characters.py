"""Texts of candidates and authors made fit for databases, pages and terminals, and bounded."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from graders.characters import clean, cut
from graders.diagnostics import Diagnostics
from graders.faults import AuthorFault
from graders.report import MOST_SAID, MOST_WORDS, CaseRow, Note, Report, Shown, for_audience, shorten

REPORT = {
    "package": {"set": "s", "problem": "p", "digest": "sha256:0"},
    "submission": "00000000-0000-0000-0000-000000000001",
    "attempt": 1,
    "mode": "grade",
    "verdict": "IE",
    "score": 0,
    "points": 100,
    "passed": 0,
    "total": 0,
    "engine": {"version": "1", "started": "", "finished": ""},
}


def test_what_a_terminal_obeys_is_spelt_out():
    assert clean("\x1b[2J\x07\x7f\x9b31m\r50 %\r\n\tdone\n") == "␛[2J␇␡\\x9b31m␍50 %\n\tdone\n"


def test_what_turns_a_text_around_is_spelt_out():
    assert clean("a\u202eb\u2066c\u2028d") == "a\\u202eb\\u2066c\\u2028d"


def test_what_is_no_text_is_replaced():
    assert clean("\0a\ud800b\udfff") == "␀a�b�"


def test_scripts_and_pictures_stay():
    text = "naïve ☃ 👩‍👩‍👧 עברית العربية\u200f 日本\n\tx"
    assert clean(text) == text


@given(st.text())
def test_any_text_can_be_stored_and_is_clean_once_cleaned(text):
    cleaned = clean(text)
    assert json.loads(json.dumps(cleaned).encode()) == cleaned
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_a_long_text_is_cut_with_an_ellipsis():
    assert (cut("abc", 3), cut("abcd", 3)) == ("abc", "abc…")


def test_parts_of_a_report_are_clean_and_messages_bounded():
    note = Note(id="x", text="\x1b" * (MOST_WORDS + 5))
    assert note.text == "␛" * MOST_WORDS + "…"
    assert Shown(text="\0").text == "␀"


def test_faults_and_diagnostics_are_clean_and_bounded():
    assert str(AuthorFault("\x1b[2J" + "x" * 5000)) == "␛[2J" + "x" * 1996 + "…"
    diagnostics = Diagnostics("\x1b")
    diagnostics.error("\x1b" * 5000, "\x1b.md")
    assert str(diagnostics.errors[0]) == f"␛/␛.md: error: {'␛' * 1000}…"


def test_candidates_do_not_read_what_an_authors_code_raised():
    message = {"id": "ie.package", "text": "This problem is broken. check raised ValueError: expected 42"}
    report = Report.model_validate({**REPORT, "message": message})
    assert for_audience(report, "candidate")["message"] == {
        "id": "ie.package",
        "text": "This problem is broken, which is not your fault; nothing was counted.",
    }
    assert for_audience(report, "instructor")["message"] == message


def test_a_report_keeps_so_much_output_and_the_first_failing_case_before_all():
    rows = [
        CaseRow(
            number=n,
            group="g",
            hidden=True,
            verdict="AC" if n < 300 else "WA",
            stdout="x" * (MOST_SAID // 100),
        )
        for n in range(400)
    ]
    report = Report.model_validate({**REPORT, "cases": [row.model_dump() for row in rows]})
    shorten(report)
    kept = [row.number for row in report.cases if row.stdout]
    assert kept == [*range(99), 300]
    assert [row.output_truncated for row in report.cases].count(True) == 300
