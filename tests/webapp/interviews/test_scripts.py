"""Scripts of the interviews that compute by themselves, in Node: the player's texts and the calculator's arithmetic."""

import json
import random
import subprocess

import pytest

from tools.frontend import node
from tools.paths import FRONTEND
from webapp.interviews.domain.splices import Splice

SOURCE = FRONTEND / "src" / "interviews"
SIGNS = "abc \nλ😀🏳"


def run(script: str, given: object) -> object:
    """What a module prints as JSON for the JSON it is given."""
    reading = 'import { readFileSync } from "node:fs"; const given = JSON.parse(readFileSync(0, "utf8"));'
    command = [node(), "--input-type=module", "--eval", reading + script]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, check=True, text=True, timeout=60
    )
    return json.loads(done.stdout)


def test_the_player_and_the_server_agree_on_every_text():
    """Beyond the basic plane a browser counts otherwise; the log counts code points."""
    chance, films, wanted = random.Random(7), [], []
    for _ in range(60):
        text, events, texts = "", [], []
        for step in range(1, chance.randrange(2, 260)):
            place = chance.randrange(len(text) + 1)
            put = "".join(chance.choices(SIGNS, k=chance.randrange(5)))
            after = text[:place] + put + text[place + chance.randrange(4) :]
            change = Splice.between(text, after)
            data = {"place": change.place, "cut": change.cut, "put": change.put}
            events.append([step * 1000, "text", "q1", data, step])
            text = after
            texts.append(text)
        films.append(
            {
                "whole_ms": len(events) * 1000,
                "sheets": [{"name": "q1", "text": ""}],
                "remarks": [],
                "events": events,
            }
        )
        wanted.append(texts)
    script = f"""
    import {{ Film }} from "{SOURCE.as_posix()}/film.js";
    const texts = given.map((one) => {{
      const film = new Film(one);
      const moments = one.events.map(([at]) => at);
      film.textAt("q1", moments.at(-1)); // as after a jump to the end, and back
      return moments.map((at) => film.textAt("q1", at).text);
    }});
    console.log(JSON.stringify(texts));
    """
    assert run(script, films) == wanted


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["rps = 40M * 12 / 1 day * 3"], ["16.7 k/s"]),
        (["size = 80M * 64 bytes"], ["5.12 GB"]),
        (["+ a = 4 ms", "+ b = max(16 ms, 9 ms)", "sum = a + b"], ["4 ms", "16 ms", "20 ms"]),
        (["+ light ranker = 14ms", "twice = 2 * light_ranker"], ["14 ms", "28 ms"]),
        (["a = 2 + 3 * 4", "b = (2 + 3) * 4", "c = -2^2"], ["14", "20", "-4"]),
        (["a = 3 ms + 4 GB"], ["adds time and bytes"]),
        (["a = b"], ["“b” is not known yet"]),
        (["a = (1"], ["a bracket is open"]),
        (["a = 5 / 0"], ["divides by zero"]),
        (["a = 3 parsecs"], ["no unit “parsecs”"]),
        (["a = 10^400"], ["too large to be a number"]),
        (["plain words", "because x is 3"], []),
    ],
)
def test_a_line_of_the_calculator(lines, shown):
    script = f"""
    import {{ calculate }} from "{SOURCE.as_posix()}/arithmetic.js";
    const rows = calculate(given.join("\\n"));
    console.log(JSON.stringify(rows.map((row) => row.wrong ?? row.text)));
    """
    assert run(script, lines) == shown


BOARD = """client: Feed app = 2 ms
gateway: Gateway = 4 ms; auth
retrieval: Popular = 2 ms
retrieval: Tower = 14 ms
ranker: Ranker = 24 ms
queue: Watch events
Feed app -> Gateway: 40 k/s
Gateway -> Popular
Gateway -> Tower
Popular -> Ranker
Tower -> Ranker
Feed app ~> Watch events: 800 k/s
budget = 80 ms"""


def board(text):
    script = f"""
    import {{ read, slowest, place }} from "{SOURCE.as_posix()}/plan.js";
    const board = read(given);
    console.log(JSON.stringify({{
      slowest: slowest(board), budget: board.budget, wrong: board.wrong,
      places: Object.fromEntries([...place(board)].map(([name, {{ column, row }}]) => [name, [column, row]])),
    }}));
    """
    return run(script, text)


def test_a_board_adds_up_its_slowest_way_and_not_what_no_request_waits_for():
    found = board(BOARD)
    assert found["slowest"] == {"ms": 44, "names": ["feed app", "gateway", "tower", "ranker"]}
    assert (found["budget"], found["wrong"]) == (80, [])
    assert found["places"] == {
        "feed app": [0, 0], "gateway": [1, 0], "popular": [2, 0], "tower": [2, 1], "ranker": [3, 0], "watch events": [0, 2],
    }  # fmt: skip


def test_a_board_with_a_circle_ends():
    found = board("service: A = 1 ms\nservice: B = 2 ms\nA -> B\nB -> A")
    assert found["slowest"]["ms"] == 3
    assert sorted(found["places"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("client Feed app", "is neither a component nor an arrow"),
        ("toaster: Bread", "“toaster” is no type"),
        ("client: feed APP", "“feed APP” is there already"),
        ("Feed app -> Nowhere", "there is no component “nowhere”"),
    ],
)
def test_what_a_board_cannot_read_is_said_with_its_line(line, said):
    found = board(f"client: Feed app\n\n{line}")
    assert [(one["line"], one["words"].startswith(said)) for one in found["wrong"]] == [(3, True)]
