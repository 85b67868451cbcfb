"""The loader: what it reads, and what it says of what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.diagnostics import Diagnostics
from graders.package import load_library, load_package, load_set
from graders.package.checker_spec import Exact, Fields, Numeric
from graders.verdict import Verdict
from tests.graders.packages import FILES, PROBLEM, write_package


def refused(path: Path) -> list[str]:
    """What is said of a package that must not load."""
    diagnostics = Diagnostics()
    assert load_package(path, diagnostics) is None
    return [str(note) for note in diagnostics.errors]


def test_a_sound_package_loads_whole(tmp_path):
    package = load_package(write_package(tmp_path), diagnostics := Diagnostics())
    assert diagnostics.notes == []
    assert (package.set_slug, package.slug, package.manifest.title) == ("tests", "double", "Double")
    assert [(hint.title, hint.body) for hint in package.hints] == [("Add", "Add it to itself.")]
    assert [sample.input_text for sample in package.samples] == ["double(2)"]
    assert package.checker == Exact()
    assert [(s.name, s.verdict, s.group) for s in package.submissions] == [
        ("accepted/plain.py", Verdict.AC, None),
        ("wrong_answer/square.py", Verdict.WA, "more"),
    ]
    assert package.author_files() == {
        "cases.py": FILES["cases.py"].encode(),
        "reference.py": FILES["submissions/accepted/plain.py"].encode(),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("minutes = 5", "minutes = 0", 8, "minutes: Input should be greater than or equal to 1"),
        ("minutes = 5", "minuets = 5", 8, "minuets: Extra inputs are not permitted"),
        ("coding = 0.75", "coding = 0.5", 13, "topics: weights sum to 0.75, not 1"),
        ("coding = 0.75", "cooking = 0.75", 14, "topics.cooking"),
        ('["1-2", "2-1"]', '["2-1", "1-2"]', 7, "level: 2-1 stands above 1-2"),
        ('["1-2", "2-1"]', '["1-2", "9-9"]', 7, "level.1"),
        ('name = "double"', 'name = "double it"', 19, "entry.name"),
        ("wall_s = 1.0", "wall_s = -1", 23, "limits.wall_s"),
        ('title = "More"\npoints = 100', 'title = "More"\npoints = 101', 34, "groups.1.points"),
        ("order = 1", "order = [", 7, "is not TOML"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_line(tmp_path, old, new, line, words):
    assert old in PROBLEM
    notes = refused(write_package(tmp_path, {"problem.toml": PROBLEM.replace(old, new, 1)}))
    assert any(words in note for note in notes), notes
    assert any(note.startswith(f"problem.toml:{line}:") for note in notes), notes


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"hints.md": None}, "hints.md: error: is missing"),
        ({"editorial.md": " \n"}, "editorial.md:1: error: is empty"),
        ({"hints.md": "no heading"}, "hints.md:1: error: has no hint: each starts with a `## ` heading"),
        ({"cases.py": "def cases(rng:\n"}, "cases.py:1: error: is not Python: '(' was never closed"),
        (
            {"checker.toml": None},
            "error: exactly one of checker.toml, checker.py, examiner.py decides; there is none",
        ),
        (
            {"checker.toml": 'type = "nearly"\n'},
            "checker.toml:1: error: Input tag 'nearly' found using 'type' does not match any of the expected tags: "
            "'exact', 'numeric', 'unordered', 'ranked', 'fields', 'methods', 'tokens', 'lines'",
        ),
        (
            {"submissions/accepted/plain.py": None, "submissions/accepted/other.py": "x = 1\n"},
            "problem.toml: error: reference: submissions/accepted/plain.py does not exist",
        ),
        (
            {"submissions/wrong/square.py": "x = 1\n"},
            "submissions/wrong/square.py: error: does not lie in a folder of submissions/ that names a verdict: "
            "accepted, partially_accepted, wrong_answer, time_limit_exceeded, memory_limit_exceeded, "
            "output_limit_exceeded, run_time_error, compile_error",
        ),
        (
            {"submissions/wrong_answer/square.py": "# group: ties\nx = 1\n"},
            "submissions/wrong_answer/square.py:1: error: names the group 'ties', which problem.toml does not have",
        ),
        (
            {"statement.md": "# Double\n\n```sample\ndouble(2) → 4\n```\n"},
            "statement.md:1: error: has a title of its own ('Double'); the title is problem.toml's",
        ),
        (
            {"statement.md": "Twice.\n\n```sample\ndouble(2) → 4\nhalve(3)\n```\n"},
            "statement.md:5: error: sample: Only one call of double is run.",
        ),
        (
            {"statement.md": "Twice.\n\n```sample\ndouble(2)\n→ f(x)\n```\n"},
            "statement.md:5: error: sample: the result of this call cannot be read: 'f(x)' is not a plain value",
        ),
        ({"statement.md": "Twice.\n"}, "statement.md: error: has no fenced block of info string `sample`"),
        (
            {"problem.toml": PROBLEM.replace("points = 100", "points = 90")},
            "problem.toml: error: groups: points sum to 90, not 100",
        ),
        (
            {"problem.toml": PROBLEM.replace('kind = "function"', 'kind = "essay"')},
            "problem.toml: error: kind: 'essay' is none of design, function, program",
        ),
        (
            {"problem.toml": PROBLEM.replace("hidden = false", "hidden = true")},
            "problem.toml: error: run: the group 'samples' is hidden, so its values cannot be shown",
        ),
        (
            {"problem.toml": PROBLEM.replace('id = "double"', 'id = "triple"')},
            "problem.toml:1: error: id is 'triple' but the folder is 'double'",
        ),
    ],
)
def test_what_is_missing_or_contradicts_is_said(tmp_path, changes, note):
    assert note in refused(write_package(tmp_path, changes))


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"include/random.py": ""},
            "include/random.py: error: would be imported in the place of Python's own random",
        ),
        (
            {"include/solution.py": ""},
            "include/solution.py: error: has the name of a file that has a meaning of its own: solution",
        ),
        (
            {"include/helping.py": "", "helping.py": ""},
            "include/helping.py: error: has the name of a module of the author's, which the reference would import",
        ),
        (
            {"include/deep/helping.py": ""},
            "include/deep/helping.py: error: is no plain name of a file: it lies beside the submission, in no folder",
        ),
        ({"include/helping.py": "def\n"}, "include/helping.py:1: error: is not Python: invalid syntax"),
        (
            {"include/words.txt": "x" * ((1 << 20) + 1)},
            "include: error: the files beside a submission are larger than 1 MiB",
        ),
    ],
)
def test_file_that_cannot_lie_beside_a_submission_is_refused(tmp_path, changes, note):
    assert refused(write_package(tmp_path, changes)) == [note]


def test_what_lies_beside_a_submission_is_at_hand_for_the_reference(tmp_path):
    package = load_package(write_package(tmp_path, {"include/helping.py": "N = 2\n"}), Diagnostics())
    assert package is not None
    assert package.included == {"helping.py": b"N = 2\n"}
    assert set(package.author_files()) == {"cases.py", "reference.py", "helping.py"}


def test_text_that_is_not_utf8_and_links_are_refused(tmp_path):
    path = write_package(tmp_path)
    (path / "editorial.md").write_bytes(b"fine\n\xff\n")
    (path / "secret.md").symlink_to("/etc/hostname")
    assert refused(path) == [
        "secret.md: error: is a symbolic link; a package holds plain files only",
        "editorial.md:2: error: is not UTF-8",
    ]


def test_a_broken_package_leaves_the_others_of_its_set_in_place(tmp_path):
    write_package(tmp_path, set_slug="one")
    broken = write_package(tmp_path, {"hints.md": None}, set_slug="two")
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "set.toml").write_text("format = 2\n")
    sets = load_library(tmp_path, diagnostics := Diagnostics())
    assert {item.slug: [p.slug for p in item.packages] for item in sets} == {"one": ["double"], "two": []}
    subjects = {note.subject for note in diagnostics.errors}
    assert subjects == {f"two/{broken.name}", "three"}


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ('[["double"]]', "stages: a chain has at least two problems"),
        ('[["double", "triple"], ["triple", "halve"]]', "stages: triple stands there twice"),
        ('[["double", "triple"]]', "stages: the set has no problem 'triple'"),
    ],
)
def test_a_chain_of_stages_that_cannot_be_is_refused(tmp_path, stages, message):
    path = write_package(tmp_path).parent
    with (path / "set.toml").open("a") as file:
        file.write(f"stages = {stages}\n")
    load_set(path, diagnostics := Diagnostics())
    assert [note.message for note in diagnostics.errors] == [message]


def test_the_digest_tells_contents_names_and_sets_apart(tmp_path):
    def digest(root: str, changes: dict[str, str | None] | None = None, set_slug: str = "tests") -> str:
        return load_package(write_package(tmp_path / root, changes, set_slug), Diagnostics()).digest

    first = digest("a")
    assert first == digest("b")
    assert len({first, digest("c", {"editorial.md": "x\n"}), digest("d", set_slug="other")}) == 3


def test_caches_and_hidden_files_are_no_part_of_a_package(tmp_path):
    path = write_package(tmp_path)
    before = load_package(path, Diagnostics()).digest
    (path / "__pycache__").mkdir()
    (path / "__pycache__" / "cases.pyc").write_bytes(b"x")
    (path / ".cases.py.swp").write_bytes(b"x")
    assert load_package(path, Diagnostics()).digest == before


def test_checkers_nest(tmp_path):
    text = 'type = "fields"\n[fields.0]\ntype = "numeric"\nrtol = 1e-6\n[fields.name]\ntype = "exact"\n'
    package = load_package(write_package(tmp_path, {"checker.toml": text}), Diagnostics())
    assert package.checker == Fields(
        type="fields", fields={"0": Numeric(type="numeric", rtol=1e-6), "name": Exact()}
    )


def test_marks_of_mutants_are_no_part_of_a_version(tmp_path):
    path = write_package(tmp_path)
    before = load_package(path, Diagnostics())
    (path / "mutants.toml").write_text("# none\n")
    after = load_package(path, Diagnostics())
    assert (after.digest, dict(after.files)) == (before.digest, dict(before.files))


SHARING = PROBLEM.replace('reference = "plain.py"', 'reference = "plain.py"\nshared = ["world.py"]')


def test_modules_of_the_set_that_a_package_names_are_its_authors_and_in_its_version(tmp_path):
    path = write_package(tmp_path, {"problem.toml": SHARING, "../author/world.py": "SIZE = 1\n"})
    (path.parent / "author" / "other.py").write_text("UNNAMED = 1\n")
    package = load_package(path, Diagnostics())
    assert set(package.author_files()) == {"cases.py", "reference.py", "world.py"}
    assert package.author_files()["world.py"] == b"SIZE = 1\n"
    (path.parent / "author" / "other.py").write_text("UNNAMED = 2\n")
    assert load_package(path, Diagnostics()).digest == package.digest
    (path.parent / "author" / "world.py").write_text("SIZE = 2\n")
    assert load_package(path, Diagnostics()).digest != package.digest


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "problem.toml: error: shared: world.py is no plain file of the set's author/"),
        (
            {"../author/world.py": "SIZE = 1\n", "world.py": "SIZE = 2\n"},
            "problem.toml: error: shared: world.py lies in the package as well",
        ),
        ({"../author/world.py": "SIZE =\n"}, "../author/world.py:1: error: is not Python: invalid syntax"),
        (
            {"problem.toml": SHARING.replace('["world.py"]', '["../double/world.py"]')},
            "problem.toml:12: error: shared.0: String should match pattern '^[a-z0-9_]+\\.py$'",
        ),
    ],
    ids=["missing", "twice", "no Python", "another path"],
)
def test_a_shared_module_that_is_no_module_of_the_set_is_refused(tmp_path, changes, words):
    assert refused(write_package(tmp_path, {"problem.toml": SHARING, **changes})) == [words]


def test_a_shared_module_that_is_a_link_is_refused(tmp_path):
    path = write_package(tmp_path, {"problem.toml": SHARING, "../author/else.py": "SIZE = 1\n"})
    (path.parent / "author" / "world.py").symlink_to("else.py")
    assert refused(path) == ["problem.toml: error: shared: world.py is no plain file of the set's author/"]
