"""Kattis problem packages, legacy and 2023-07: statement, data, groups, validator flags and the submissions in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graders.formats.kattis_files import decoded, read_bytes, read_yaml, size_of
from graders.formats.kattis_include import included_of
from graders.formats.kattis_judging import is_python, judging_of, settings_of
from graders.formats.model import NotImported, Whole, slug_of
from graders.formats.registry import Found, Unreadable
from graders.formats.tex import markdown_of, pictures_in
from graders.formats.writing import HINT, demoted, quoted, summary_of
from graders.verdict import DECLARED

MOST_DATA, MOST_INPUTS, MOST_ONE = 12 << 20, 900, 3 << 20
"""Bytes and number of inputs with answers that are taken, the smallest first; bytes of one of them."""
MOST_WRITTEN_KIB, MOST_ANSWER = 1024, 1000 << 10
"""What a program may write, and bytes of an answer, than which a right output may be a little longer."""
_SUBMISSION = re.compile(r"[^a-z0-9_]+")
UNSTATED_S, UNSTATED_MIB = 10.0, 2048
"""Wall seconds and memory where a package states no limit, which is much for Python too."""
_SECONDS = re.compile(r"(?m)^(?:\s*timelimit\s*=)?\s*['\"]?(\d+(?:\.\d+)?)")
_REFUSED = {"interactive", "multi-pass", "submit-answer"}
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()]*\)(?:\{[^{}]*\})?")
_SAMPLES_HERE = re.compile(r"\{\{\s*(?:nextsample|remainingsamples)\s*\}\}")
_STARTER = "import sys\n\n\ndef main():\n    raise NotImplementedError\n\n\nmain()\n"


@dataclass
class _Taking:
    """One package on its way: what it says, what has been made of it, what was left."""

    folder: Path
    about: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    inputs: dict[Path, str] = field(default_factory=dict)  # that were taken, with their groups here
    left: list[str] = field(default_factory=list)
    incomplete: bool = False


def read(path: Path) -> Iterator[Found]:
    """Every folder at or under `path` with a problem.yaml."""
    for file in sorted(path.rglob("problem.yaml")):
        folder = file.parent
        name = folder.relative_to(path).as_posix() if folder != path else folder.name
        try:
            yield problem_of(folder, name)
        except NotImported as error:
            yield Unreadable(name, str(error))
        except (OSError, ValueError, yaml.YAMLError) as error:
            yield Unreadable(name, f"cannot be read: {error}")


def problem_of(folder: Path, name: str) -> Whole:
    """The package as one of kind `program`; NotImported for what no program alone can solve."""
    about = read_yaml(folder / "problem.yaml")
    kinds = about.get("type") or "pass-fail"
    words = {str(kind) for kind in (kinds if isinstance(kinds, list) else str(kinds).split())}
    words |= set(str(about.get("validation") or "").split()) & _REFUSED
    if refused := sorted(words & _REFUSED):
        raise NotImported(f"it is {refused[0]}, and a program here reads once and writes once")
    taking = _Taking(folder, about)
    samples, groups = _data(taking)
    judging = judging_of(folder, about, taking.inputs)
    taking.files |= judging.files
    taking.left += judging.left
    taking.incomplete |= judging.incomplete
    reference = _submissions(taking)
    included = included_of(folder)
    taking.files |= included.files
    taking.left += included.left
    taking.incomplete |= included.incomplete
    title = _named(about.get("name")) or folder.name
    statement = _statement(taking, title)
    shown = [f"```sample\n{given}→\n{answer.rstrip()}\n```" for given, answer in samples]
    text = "\n\n".join([demoted(statement, title), *included.statement(), "## Sample", *shown])
    for part in ("input_validators", "answer_validators", "attachments", "generators", "solution"):
        if (folder / part).exists():
            taking.left.append(f"{part}/")
    slug = slug_of(folder.name)
    texts = {
        "problem.toml": _manifest(taking, slug, title, statement, reference, groups),
        "statement.md": text + "\n",
        "starter.py": _STARTER,
        "hints.md": HINT,
        "editorial.md": "The reference is among the submissions.\n",
        "design.md": "\n".join(
            ["Imported from a Kattis problem package.", "", *(f"- left: {w}" for w in taking.left), ""]
        ),
        "cases.py": "def cases(rng):\n    yield from ()\n",
    }
    files = {**{key: value.encode() for key, value in texts.items()}, **taking.files}
    return Whole(name, "", slug, files, tuple(taking.left), taking.incomplete)


def _data(taking: _Taking) -> tuple[list[tuple[str, str]], list[tuple[str, float]]]:
    """Samples that a statement can show, and the groups with their points; the files go to data/."""
    data = taking.folder / "data"
    inputs = sorted(data.glob("sample/*.in")), sorted(data.glob("secret/**/*.in"))
    if not inputs[1]:
        raise NotImported("it has no secret input")
    # What is not taken is not read: secret data may have gigabytes.
    sizes = {file: (size_of(file), size_of(file.with_suffix(".ans"))) for file in (*inputs[0], *inputs[1])}
    shown = _within(taking, "samples", {file: sizes[file] for file in inputs[0]})
    if not shown:
        shown = [min(inputs[1], key=lambda file: sum(sizes[file]))]
        taking.left.append("it has no sample with an input: the smallest secret one stands in")
    samples = []
    for file in shown:
        pair = _pair(file)
        lines, answer = (decoded(part, file).splitlines() for part in pair)
        given = "".join(f"{line}\n" for line in lines)  # as a statement's sample is read
        _add(taking, file, f"data/sample/{_plain(file.stem)}", (given.encode(), pair[1]))
        taking.inputs[file] = "samples"
        plain = not any(line == "→" or line.startswith(("```", "~~~")) for line in (*lines, *answer))
        if plain and len(lines) + len(answer) < 150 and any(line.strip() for line in answer):
            samples.append((given, "\n".join(answer)))
    kept = _within(taking, "secret inputs", {file: sizes[file] for file in inputs[1]})
    points: dict[str, float] = {}
    for file in kept:
        parts = file.relative_to(data / "secret").parts
        group = _plain(parts[0]).lower() if len(parts) > 1 else "secret"
        points.setdefault(group, _points(data / "secret" / parts[0]) if len(parts) > 1 else 0.0)
        name = "-".join(_plain(part) for part in (*parts[1:-1], file.stem))
        _add(taking, file, f"data/secret/{group}/{name}", _pair(file))
        taking.inputs[file] = group
    if not points:
        raise NotImported("its secret inputs are all too large")
    return samples, list(points.items())


def _pair(file: Path) -> tuple[bytes, bytes]:
    """An input and its answer."""
    return read_bytes(file), read_bytes(file.with_suffix(".ans"))


def _within(taking: _Taking, what: str, sizes: dict[Path, tuple[int, int]]) -> list[Path]:
    """The inputs that fit into a package, in their order."""
    kept, total = set(), 0
    for file in sorted(sizes, key=lambda one: sum(sizes[one]))[:MOST_INPUTS]:
        total += sum(sizes[file])
        if total <= MOST_DATA and max(sizes[file]) <= MOST_ONE and sizes[file][1] <= MOST_ANSWER:
            kept.add(file)
    if len(kept) < len(sizes):
        taking.left.append(
            f"{len(sizes) - len(kept)} of {len(sizes)} {what}, the largest ones: a package takes {MOST_INPUTS} inputs, "
            f"{MOST_ONE >> 20} MiB in an input, {MOST_ANSWER >> 10} KiB in an answer and {MOST_DATA >> 20} MiB together"
        )
        taking.incomplete = True
    return [file for file in sizes if file in kept]


def _add(taking: _Taking, file: Path, name: str, pair: tuple[bytes, bytes]) -> None:
    for suffix, content in zip((".in", ".ans"), pair, strict=True):
        decoded(content, file)
        taking.files[name + suffix] = content


def _points(group: Path) -> float:
    """What a group is worth: `max_score` of test_group.yaml, `accept_score` or `range` of testdata.yaml."""
    about = settings_of(group)
    most = str(about.get("range") or "").split()
    score = about.get("max_score", about.get("accept_score", most[1] if len(most) == 2 else 0))
    try:
        return max(0.0, float(score))
    except (TypeError, ValueError):
        return 0.0


def _submissions(taking: _Taking) -> str | None:
    """The submissions in Python 3; the first accepted one is the reference."""
    reference = None
    for file in sorted((taking.folder / "submissions").glob("*/*")):
        if file.name.startswith("."):
            continue
        label = f"submissions/{file.parent.name}/{file.name}"
        if file.parent.name not in DECLARED or file.suffix != ".py" or not is_python(read_bytes(file)):
            taking.left.append(label)
            continue
        name = _SUBMISSION.sub("_", file.stem.lower()) + ".py"
        taking.files[f"submissions/{file.parent.name}/{name}"] = read_bytes(file)
        if file.parent.name == "accepted":
            reference = reference or name
    if reference is None:
        raise NotImported("none of its accepted submissions is in Python 3")
    return reference


def _statement(taking: _Taking, title: str) -> str:
    """The statement in English, or else in the first other language that there is."""
    names = ("problem.en.md", "problem.md", "problem.en.tex", "problem.tex")
    files = [taking.folder / folder / name for folder in ("statement", "problem_statement") for name in names]
    file = next((one for one in files if one.is_file()), None)
    if file is None:
        others = sorted(taking.folder.glob("*statement/problem.*"))
        if not others:
            taking.left.append("there is no statement")
            return title
        file = others[0]
        taking.left.append(f"the statement is {file.name}, not English")
    if file.suffix not in (".md", ".tex"):
        return title
    text = decoded(read_bytes(file), file)
    if file.suffix == ".tex":
        pictures, text = pictures_in(text), markdown_of(text)
        taking.left.append("the statement's TeX was rewritten as Markdown: read it over")
    else:
        text = _SAMPLES_HERE.sub("", text)
        pictures, text = len(_PICTURE.findall(text)), _PICTURE.sub(r"\1", text)
    if pictures:
        taking.left.append(
            f"pictures of the statement, of which it has {pictures}: a statement here has none"
        )
    return text


def _manifest(
    taking: _Taking,
    slug: str,
    title: str,
    statement: str,
    reference: str | None,
    groups: list[tuple[str, float]],
) -> str:
    about, limits = taking.about, taking.about.get("limits") or {}
    limits = limits if isinstance(limits, dict) else {}
    seconds = _time_limit(taking, limits)
    source = about.get("source")
    source = source if isinstance(source, str) else "a Kattis problem package"
    lines = [
        "format = 1",
        f"id = {quoted(slug)}",
        f"title = {quoted(title, 120)}",
        f"summary = {quoted(summary_of(statement))}",
        'kind = "program"',
        "order = 1",
        'level = ["1-2", "2-1"]',
        "minutes = 30",
        "difficulty = 0.0",
        f"source = {quoted(source)}",
        f'reference = "{reference}"',
        *(["partial = true"] if str(about.get("type") or "") == "scoring" else []),
        "",
        "[topics]",
        "coding = 1.0",
        "",
        "[limits]",
        f"wall_s = {min(60.0, max(1.0, seconds))}",
        f"memory_mib = {min(2048, max(64, int(limits.get('memory') or UNSTATED_MIB)))}",
        "author_wall_s = 120",
        "total_wall_s = 600",
        f"output_kib = {MOST_WRITTEN_KIB}",
        "",
        *_groups(groups, str(about.get("type") or "") == "scoring"),
    ]
    return "\n".join(lines)


def _time_limit(taking: _Taking, limits: dict[str, Any]) -> float:
    """The seconds that are stated. Where none are, Kattis would take a multiple of what its own machine measures."""
    stated: Any = limits.get("time_limit")
    for name in (".timelimit", "domjudge-problem.ini"):
        file = taking.folder / name
        found = _SECONDS.search(decoded(read_bytes(file), file)) if file.is_file() else None
        stated = stated or (found and found[1])
    try:
        return float(stated)
    except (TypeError, ValueError):
        taking.left.append(f"it states no time limit: {UNSTATED_S:g} s stand in")
        return UNSTATED_S


def _groups(groups: list[tuple[str, float]], scoring: bool) -> list[str]:
    worth = (
        [points for _, points in groups]
        if scoring and any(points for _, points in groups)
        else [1.0] * len(groups)
    )
    shares = [round(100 * one / sum(worth), 6) for one in worth]
    largest = shares.index(max(shares))
    shares[largest] = 100 - sum(shares[:largest] + shares[largest + 1 :])
    lines = ["[[groups]]", 'id = "samples"', 'title = "Samples"', "points = 0", "hidden = false", ""]
    for (group, _), share in zip(groups, shares, strict=True):
        lines += [
            "[[groups]]",
            f"id = {quoted(group)}",
            f"title = {quoted(group)}",
            f"points = {share:.9g}",
            "",
        ]
    return lines


def _named(name: Any) -> str:
    if isinstance(name, dict):
        name = name.get("en") or next(iter(name.values()), "")
    return str(name or "")


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40] or "x"
