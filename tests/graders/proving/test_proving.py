"""A draft's proof, event by event, in real cells."""

import base64
from uuid import uuid4

import pytest

from graders.diagnostics import Diagnostics
from graders.formats.archive import write_zip
from graders.messages import Kind, ProofJob
from graders.package.loader import load_package
from graders.proving import Stop, differing, prove
from graders.proving.differing import literal, search
from graders.proving.work import WITHOUT_OLDER
from graders.verify.curves import recording
from graders.verify.mutants.generate import mutants
from tests.graders.packages import FILES, write_package

pytestmark = pytest.mark.bubblewrap
VALIDATED = (
    "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n    yield Case(args=(-3,), group='more')\n\n\n"
    "def validate(args, calls):\n    if len(args) != 1 or type(args[0]) is not int or abs(args[0]) > 10**9:\n"
    "        raise ValueError('x is an int up to 10**9')\n"
)
DRAWN = VALIDATED.replace("args=(-3,)", "args=(-rng.randrange(-200, 200),)")
# What a mutant of it does is seen above 100 alone, where no case is but under another seed.
ACCEPTED = "def double(x):\n    if x > 100:\n        return x + x\n    return 2 * x\n"


class Broker:
    """Says of one key whether it is there."""

    def __init__(self, stopped: bool = False) -> None:
        self.stopped = stopped

    def exists(self, *names: str) -> int:
        return int(self.stopped)


def job_of(changes: dict[str, str | None] | None = None, archive: bytes | None = None) -> ProofJob:
    files = {name: text for name, text in {**FILES, **(changes or {})}.items() if text is not None}
    data = (
        archive
        if archive is not None
        else write_zip({f"tests/double/{name}": text.encode() for name, text in files.items()})
    )
    return ProofJob(
        proof=uuid4(), attempt=1, set="tests", problem="double", archive=base64.b64encode(data).decode()
    )


def proved(pool, job, stopped=False):
    events = []
    prove(job, pool, events.append, Stop(Broker(stopped), job.proof))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert (events[0].kind, events[-1].kind) == (Kind.STARTING, Kind.DONE)
    return [event.data for event in events[1:-1]], events[-1].data


def said(findings, what):
    return [finding for finding in findings if finding["what"] == what]


def test_prove_of_a_package_that_holds_tells_every_verdict_and_holds(pool):
    findings, end = proved(pool, job_of())

    assert (end["holds"], end["rate"]) == (True, 1.0)
    assert end["digest"].startswith("sha256:")
    assert said(findings, "cases") == [{"what": "cases", "fixed": 2, "fresh": 0}]
    results = {
        one["name"]: (one["declared"], one["verdict"], one["problem"]) for one in said(findings, "result")
    }
    assert results == {
        "accepted/plain.py": ("AC", "AC", None),
        "wrong_answer/square.py": ("WA", "WA", None),
        "starter.py": ("not AC", "RE", None),
    }


def test_prove_again_of_the_same_files_tells_the_same_at_once(pool):
    changes = {"editorial.md": "`x + x`, again.\n"}
    first, _ = proved(pool, job_of(changes))
    again, end = proved(pool, job_of(changes))

    assert end["holds"]
    assert said(again, "checks")[0]["cached"]
    assert sorted(one["name"] for one in said(again, "result")) == sorted(
        one["name"] for one in said(first, "result")
    )


def test_prove_of_an_undeclared_verdict_says_which_and_does_not_hold(pool):
    wrong = {"submissions/wrong_answer/square.py": "def double(x):\n    return x + x\n"}
    findings, end = proved(pool, job_of(wrong))

    assert not end["holds"]
    assert (
        "declares WA, gets AC"
        in {one["name"]: one["problem"] for one in said(findings, "result")}["wrong_answer/square.py"]
    )
    assert said(findings, "mutants") == []


def test_prove_of_what_cannot_be_read_names_file_and_line(pool):
    findings, end = proved(pool, job_of({"cases.py": "def cases(rng)\n    pass\n"}))

    assert end == {"holds": False, "digest": "", "rate": None, "seconds": end["seconds"]}
    assert [(one["file"], one["line"], one["severity"]) for one in said(findings, "note")] == [
        ("cases.py", 1, "error")
    ]


def test_prove_finds_an_input_on_which_a_survivor_differs(pool, monkeypatch):
    monkeypatch.setattr(differing, "EACH_S", 1.5)  # what nothing tells apart is searched for to the end of it
    changes = {"submissions/accepted/plain.py": ACCEPTED, "cases.py": DRAWN}
    findings, end = proved(pool, job_of(changes))

    assert not end["holds"]
    survivors = {one["id"] for one in said(findings, "survivor")}
    killers = {one["id"]: one["found"] for one in said(findings, "killer")}
    assert set(killers) == survivors != set()
    found = [one for one in killers.values() if one]
    assert found != []
    for one in found:
        number = int(one["input"].removeprefix("double(").removesuffix(")"))
        assert number > 100
        assert one["expected"] == str(2 * number) != one["actual"]


def test_search_shows_the_smallest_input_and_a_case_that_kills(pool, tmp_path):
    package = load_package(write_package(tmp_path, {"cases.py": VALIDATED}), Diagnostics())
    mutant = next(
        one for one in mutants("plain.py", FILES["submissions/accepted/plain.py"]) if "x - x" in one.source
    )
    found = []
    search(package, pool, [mutant], lambda one, difference: found.append(difference), lambda: None)

    assert [one.source for one in found] == ["Case(args=(1,), group='more')"]
    assert (found[0].input, found[0].expected, found[0].actual) == ("double(1)", "2", "0")


def test_prove_that_is_called_off_ends_and_does_not_hold(pool):
    findings, end = proved(pool, job_of({"hints.md": "## Stop\n\nIt.\n"}), stopped=True)

    assert not end["holds"]
    assert said(findings, "note")[-1]["message"] == "cancelled"


def test_prove_of_too_long_a_proof_ends(pool):
    job, events = job_of({"hints.md": "## Late\n\nIt.\n"}), []
    prove(job, pool, events.append, Stop(Broker(), job.proof, longest_s=0.0))

    assert events[-1].data["holds"] is False
    assert "took longer than 0 minutes" in events[-2].data["message"]


@pytest.mark.parametrize(
    "files",
    [{"../outside.py": b"x"}, {"/etc/cron.d/x": b"x"}, {"tests/double/a": b"x", "tests/double/a/b": b"x"}],
    ids=["traversal", "absolute", "a file in a file"],
)
def test_prove_of_a_hostile_archive_writes_nothing_and_says_so(pool, files):
    findings, end = proved(pool, job_of(archive=write_zip(files)))

    assert not end["holds"]
    assert "the archive cannot be read" in said(findings, "note")[0]["message"]


@pytest.mark.parametrize(
    "cases",
    [
        "import os\nfrom readyroom import Case\n\n\ndef cases(rng):\n    os.kill(os.getppid(), 9)\n    yield Case(args=(2,))\n",
        "def cases(rng):\n    while True:\n        pass\n",
        "def cases(rng):\n    yield open('/etc/passwd').read()\n",
        "import socket\n\n\ndef cases(rng):\n    socket.create_connection(('127.0.0.1', 6379))\n",
    ],
    ids=["kills its verifier", "has no end", "reads the host", "reaches out"],
)
def test_prove_of_a_package_that_attacks_its_verifier_fails_for_its_author(pool, cases):
    limits = FILES["problem.toml"].replace("wall_s = 1.0", "wall_s = 1.0\nauthor_wall_s = 2.0")
    findings, end = proved(pool, job_of({"cases.py": cases, "problem.toml": limits}))

    assert not end["holds"]
    notes = [one for one in said(findings, "note") if one["severity"] == "error"]
    assert [one["file"] for one in notes] == ["cases.py"]


@pytest.mark.parametrize(
    "value", [None, True, -3, 0.5, "a'b", b"\x00", [1, [2]], (1,), (1, 2), {"k": [(1,)]}, ()]
)
def test_literal_reads_back_as_the_value(value):
    assert eval(literal(value)) == value


def test_literal_knows_what_has_no_source():
    assert literal({1, 2}) is None
    assert literal([object()]) is None
    assert literal(float("inf")) == "float('inf')"


NUMERIC = (
    "import numpy\n\n\ndef double(x):\n    return x + x if repr(numpy.int64(1)) == 'np.int64(1)' else 0\n"
)


@pytest.mark.older_numpy
def test_prove_of_a_numeric_package_tries_the_older_numpy_too(pool, monkeypatch):
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    findings, end = proved(pool, job_of({"submissions/accepted/other.py": NUMERIC}))

    assert not end["holds"]
    version = said(findings, "checks")[0]["older"]
    notes = {one["message"] for one in said(findings, "note") if one["severity"] == "error"}
    assert notes == {f"gets WA on NumPy {version} in case 1 (samples): Expected 4, got 0."}


def test_prove_says_that_there_is_no_older_numpy_and_holds(pool, monkeypatch, tmp_path):
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    monkeypatch.setenv("SANDBOX_ENV_OLDER", str(tmp_path / "none"))
    plain = "import numpy\n\n\ndef double(x):\n    return x + x\n"
    changes = {"submissions/accepted/other.py": plain, "cases.py": VALIDATED}
    findings, end = proved(pool, job_of(changes))

    told = [(one["severity"], one["message"]) for one in said(findings, "note")]
    assert (end["holds"], told) == (True, [("warning", WITHOUT_OLDER)])
    assert said(findings, "checks")[0]["older"] == ""


TRAINS = "from solution import double\n\n\ndef curves():\n    return {'Loss': {step: double(step) for step in (0, 2)}}\n"
STARTER = "def double(x):\n    return x + 1\n"


@pytest.mark.parametrize("before", [None, {"Loss": {0: 7, 2: 3}}], ids=["not recorded", "recorded wrongly"])
def test_prove_tells_what_the_curves_of_the_starter_are(pool, before):
    changes = {"starter.py": STARTER, "curves.py": TRAINS, "curves.toml": before and recording(before)}
    findings, end = proved(pool, job_of(changes))

    true = recording({"Loss": {0: 1, 2: 3}})
    assert not end["holds"]
    assert said(findings, "recorded") == [{"what": "recorded", "file": "curves.toml", "text": true}]


def test_prove_tells_no_curves_that_are_recorded_already(pool):
    true = recording({"Loss": {0: 1, 2: 3}})
    findings, end = proved(pool, job_of({"starter.py": STARTER, "curves.py": TRAINS, "curves.toml": true}))

    assert (end["holds"], said(findings, "recorded")) == (True, [])
