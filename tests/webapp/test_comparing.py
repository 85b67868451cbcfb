"""Two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.practice.domain.comparing import diff_rows


def short(rows):
    return [(r["op"], r.get("a_number"), r.get("a_text"), r.get("b_number"), r.get("b_text")) for r in rows]


def test_changed_removed_and_added_lines():
    assert short(diff_rows("a\nb\nc\nd", "a\nB\nd\ne")) == [
        ("same", 1, "a", 1, "a"),
        ("change", 2, "b", 2, "B"),
        ("delete", 3, "c", None, ""),
        ("same", 4, "d", 3, "d"),
        ("insert", None, "", 4, "e"),
    ]


def test_equal_texts_have_no_rows():
    assert diff_rows("a\nb\n", "a\r\nb") == []


def test_against_nothing():
    assert short(diff_rows("", "a")) == [("insert", None, "", 1, "a")]


def test_long_equal_stretches_are_folded_around_three_lines():
    common = [f"line {n}" for n in range(20)]
    rows = diff_rows("\n".join(["old", *common, "end"]), "\n".join(["new", *common, "END"]))

    assert [row["op"] for row in rows] == ["change", *["same"] * 3, "gap", *["same"] * 3, "change"]
    assert rows[4]["count"] == 14


def test_equal_ends_are_folded_to_the_edge():
    rows = diff_rows("\n".join("abcdefgh"), "\n".join("abcdefgX"))

    assert [row["op"] for row in rows] == ["gap", "same", "same", "same", "change"]
    assert rows[0]["count"] == 4


def test_a_single_line_is_not_worth_a_fold():
    rows = diff_rows("\n".join("abcdX"), "\n".join("abcdY"))

    assert [row["op"] for row in rows] == ["same"] * 4 + ["change"]


line = st.text(alphabet="ab \t", max_size=4)
text = st.lists(line, max_size=12).map("\n".join)


@given(text, text)
def test_rows_hold_both_texts_whole_and_in_order(a, b):
    rows = diff_rows(a, b)
    for side, whole in (("a", a.splitlines()), ("b", b.splitlines())):
        if not rows:
            assert a.splitlines() == b.splitlines()
            return
        seen, number = [], 0
        for row in rows:
            if row["op"] == "gap":
                seen += whole[number : number + row["count"]]
                number += row["count"]
            elif row[f"{side}_number"] is not None:
                number += 1
                assert row[f"{side}_number"] == number
                seen.append(row[f"{side}_text"])
        assert seen == whole
