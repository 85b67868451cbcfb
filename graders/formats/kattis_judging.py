"""How a Kattis package judges: by flags of the default validator, or by a validator of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from graders.formats.kattis_files import read_bytes, read_yaml
from graders.formats.model import NotImported

_FLAGS = {"float_tolerance", "float_relative_tolerance", "float_absolute_tolerance"}
_SETTINGS = ("test_group.yaml", "testdata.yaml")
_ARGUMENTS = ("output_validator_args", "output_validator_flags")
_STARTS = ("__main__.py", "main.py")
_SCORES = re.compile(rb"score(_multiplier)?\.txt")
_NOTHING = {".gitkeep", ".gitignore", "README.md"}
_CHECKER = '''"""Judges by the output validator of the Kattis package, which lies beside this file."""

from readyroom_validator import Validator

VALIDATOR = Validator({main!r}, {files!r}, {flags!r})


def check(case, expected, actual):
    return VALIDATOR.check(case, expected, actual)
'''


@dataclass
class Judging:
    """What decides in the package, and what of the original's judging it lacks; `incomplete` if that may change a verdict."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    incomplete: bool = False


def settings_of(folder: Path) -> dict[str, Any]:
    """What a folder of data says of itself."""
    return next((read_yaml(folder / name) for name in _SETTINGS if (folder / name).is_file()), {})


def judging_of(folder: Path, about: Mapping[str, Any], inputs: Mapping[Path, str]) -> Judging:
    """The package's decider; `inputs` are the files that it has data of, each with its group here."""
    judging = Judging()
    flags = _flags_by_group(judging, folder, about, inputs)
    validation = str(about.get("validation") or "").split()
    older = str(about.get("problem_format_version") or "legacy").startswith("legacy")
    programs = _programs(folder)
    if validation[:1] != ["custom"] and (older or not programs):
        _by_default(judging, flags)
        return judging
    validator = _validator(programs[0]) if len(programs) == 1 else None
    if validator is None:
        judging.left.append("the output validator: the comparison of tokens stands in its place")
        judging.incomplete = True
        _by_default(judging, {})
        return judging
    main, sources = validator
    if "score" in validation or any(_SCORES.search(source) for source in sources.values()):
        judging.left.append("scores that the output validator gives: it accepts or it does not")
        judging.incomplete = True
    names = {name: f"validator_{name}" for name in sources}
    judging.files = {names[name]: source for name, source in sources.items()}
    checker = _CHECKER.format(
        main=main, files=names, flags={group: words for group, words in flags.items() if words}
    )
    judging.files["checker.py"] = checker.encode()
    return judging


def _programs(folder: Path) -> list[Path]:
    """The output validators: each is a file or a folder; of format 2023-07 there is one."""
    if (folder / "output_validator").is_dir():
        return [folder / "output_validator"]
    found = (folder / "output_validators").glob("*") if (folder / "output_validators").is_dir() else ()
    return sorted(one for one in found if one.name not in _NOTHING)


def _validator(program: Path) -> tuple[str, dict[str, bytes]] | None:
    """(where it starts, its files) of a validator that is Python 3 alone."""
    files = (
        [one for one in sorted(program.iterdir()) if one.name not in _NOTHING]
        if program.is_dir()
        else [program]
    )
    if not files or any(one.is_dir() or one.suffix != ".py" for one in files):
        return None
    try:
        sources = {one.name: read_bytes(one) for one in files}
    except NotImported:
        return None
    if not all(re.fullmatch(r"\w+\.py", name) and is_python(source) for name, source in sources.items()):
        return None
    starts = [name for name in _STARTS if name in sources] or list(sources)
    return (starts[0], sources) if len(sources) == 1 or starts[0] in _STARTS else None


def is_python(source: bytes) -> bool:
    """Whether it is Python 3."""
    try:
        compile(source, "source", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _flags_by_group(
    judging: Judging, folder: Path, about: Mapping[str, Any], inputs: Mapping[Path, str]
) -> dict[str, list[str]]:
    """What the validator is called with, by group: the package's flags, then those of the nearest folder that has any."""
    always = _words(about.get("validator_flags"))
    found: dict[str, list[str]] = {}
    for file, group in inputs.items():
        if file.with_suffix(".yaml").is_file():
            judging.left.append(f"{file.with_suffix('.yaml').name}: settings of one input")
            judging.incomplete = True
        words = always + _nearest(file.parent, folder)
        if found.setdefault(group, words) != words:
            judging.left.append(f"flags of the output validator that differ within {group}")
            judging.incomplete = True
    return found


def _nearest(folder: Path, root: Path) -> list[str]:
    for place in (folder, *folder.parents):
        if place == root:
            break
        given = settings_of(place)
        for name in _ARGUMENTS:
            if given.get(name) is not None:
                return _words(given[name])
    return []


def _words(given: Any) -> list[str]:
    return [str(word) for word in given] if isinstance(given, list) else str(given or "").split()


def _by_default(judging: Judging, flags: Mapping[str, list[str]]) -> None:
    """checker.toml from the flags of the default validator, which are those of the secret groups."""
    secret = _distinct(words for group, words in flags.items() if group != "samples") or [[]]
    if len(secret) > 1:
        judging.left.append(
            "flags of the default validator that differ between groups: those of the first count"
        )
        judging.incomplete = True
    words = secret[0]
    if "space_change_sensitive" in words:
        lines = ['type = "lines"']
        judging.left.append("space_change_sensitive: space at the ends of lines does not count")
    else:
        lines = ['type = "tokens"', f"case_sensitive = {str('case_sensitive' in words).lower()}"]
        lines += [f"{word} = {float(after)}" for word, after in pairwise(words) if word in _FLAGS]
    judging.files["checker.toml"] = ("\n".join(lines) + "\n").encode()


def _distinct(many: Iterable[list[str]]) -> list[list[str]]:
    return [list(words) for words in dict.fromkeys(map(tuple, many))]
