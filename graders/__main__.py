"""`python -m graders`: see `--help`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

UNUSABLE = 2


def parser() -> argparse.ArgumentParser:
    """The command line with its subcommands."""
    top = argparse.ArgumentParser(
        prog="python -m graders", description="Check packages and grade submissions."
    )
    commands = top.add_subparsers(dest="command", required=True)
    lint = commands.add_parser(
        "lint", help="load packages and questions and report what is wrong with them; runs no code"
    )
    lint.add_argument("paths", nargs="*", type=Path, default=[Path("problems")])
    grade = commands.add_parser("grade", help="grade one file: 0 accepted, 1 another verdict, 2 not graded")
    grade.add_argument("package", type=Path, help="folder of the problem")
    grade.add_argument("file", type=Path, help="the candidate's Python file")
    grade.add_argument("--run", action="store_true", help="only the visible cases, as the Run button does")
    grade.add_argument("--input", type=Path, metavar="FILE", help="run on the input written in FILE instead")
    grade.add_argument("--seed", type=int, help="seed of the fresh cases, to repeat a grade")
    grade.add_argument("--device", action="store_true", help="on the GPU that the problem asks for")
    verify = commands.add_parser(
        "verify",
        help="have packages prove themselves: every submission, every mutant; check questions; 1 if one does not hold",
    )
    verify.add_argument("paths", nargs="*", type=Path, default=[Path("problems")])
    verify.add_argument("--fresh", action="store_true", help="do not trust earlier proofs and cached cases")
    parts = verify.add_mutually_exclusive_group()
    parts.add_argument(
        "--no-mutants", action="store_true", help="leave the mutants of accepted submissions out"
    )
    parts.add_argument("--mutants-only", action="store_true", help="nothing but the mutants")
    parts.add_argument(
        "--ledger",
        action="store_true",
        help="write what was proved into the sets' ledgers and docs/library.md",
    )
    verify.add_argument(
        "--changed", action="store_true", help="only packages that their ledger does not know as they are"
    )
    verify.add_argument(
        "--sample",
        type=float,
        metavar="SECONDS",
        help="with --changed: and of the others, without mutants, as many as take about so long",
    )
    verify.add_argument(
        "--mutants-within",
        type=float,
        metavar="SECONDS",
        help="with --changed: try no more mutants once they took so long together",
    )
    verify.add_argument(
        "--strict", action="store_true", help="a missing environment with the older NumPy is an error"
    )
    verify.add_argument(
        "--draw", metavar="WORD", help="what the sample is drawn by; default the commit, or else the date"
    )
    replay = commands.add_parser(
        "replay",
        help="grade an exported submission again: 0 the same report but for times and memory, 1 another one, 2 none",
    )
    replay.add_argument(
        "file", type=Path, help="what manage.py export_submission wrote; - for standard input"
    )
    replay.add_argument(
        "--package", type=Path, metavar="FOLDER", help="the version's folder, if no store has it"
    )
    replay.add_argument(
        "--store", type=Path, metavar="FOLDER", help="another package store than PACKAGE_STORE"
    )
    curves = commands.add_parser(
        "curves",
        help="train the starter by a package's curves.py, and write what comes of it into curves.toml",
    )
    curves.add_argument("package", type=Path, help="folder of the problem")
    for command in (lint, grade, verify, replay):
        command.add_argument("--json", action="store_true", help="print JSON")
    new = commands.add_parser("new", help="start a package that verifies, to be filled with your own problem")
    new.add_argument("name", metavar="SET/PROBLEM", help="its folder in the library")
    new.add_argument("--kind", default="function", help="function, class, examiner, program or design")
    new.add_argument("--library", type=Path, default=Path("problems"), help="default: problems")
    _formats(commands)
    library = commands.add_parser("library", help="print the page on the library, made from the ledgers")
    library.add_argument("--write", action="store_true", help="write it to docs/library.md instead")
    schema = commands.add_parser("schema", help="print the JSON Schema of reports")
    schema.add_argument("--write", action="store_true", help="write it to graders/schema instead")
    return top


def _formats(commands: Any) -> None:
    from graders.formats.registry import formats

    take = commands.add_parser(
        "import",
        help="import a collection of problems: 0 all proved, 1 some are drafts or refused, 2 there is none",
    )
    take.add_argument("format", choices=formats())
    take.add_argument("path", type=Path, help="a file or folder of that format")
    take.add_argument(
        "library", type=Path, help="where sets lie; what is not proved goes to its folder drafts"
    )
    take.add_argument("--set", metavar="SLUG", help="the set's name; default: that of PATH")
    how = take.add_mutually_exclusive_group()
    how.add_argument(
        "--no-mutants", action="store_true", help="only have the references graded; all stay drafts"
    )
    how.add_argument("--unproved", action="store_true", help="run nothing; all stay drafts")
    take.add_argument("--json", action="store_true", help="print JSON")
    give = commands.add_parser("export", help="write a problem in another format")
    give.add_argument("format", choices=["jupyter", "kattis"])
    give.add_argument("path", type=Path, help="folder of the problem")
    give.add_argument("target", type=Path, help="the file to write")
    give.add_argument(
        "--no-tests",
        action="store_true",
        help="of a notebook: run nothing, and so leave the tests' values out",
    )


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status is the result."""
    options = parser().parse_args(arguments)
    if options.command == "lint":
        from graders.cli.lint import lint

        return lint(options.paths, options.json)
    if options.command == "schema":
        return _schema(options.write)
    if options.command == "new":
        from graders.cli.new import new

        return new(options.library, options.name, options.kind)
    if options.command == "library":
        return _library(options.write)
    if options.command in ("import", "export"):
        return _other_formats(options)
    return _with_sandbox(options)


def _with_sandbox(options: argparse.Namespace) -> int:
    from graders.cli import curves, replay
    from graders.cli.choice import Choice
    from graders.cli.grade import grade
    from graders.cli.pools import NoSandbox
    from graders.cli.verify import verify
    from graders.verify.run import Plan

    try:
        if options.command == "replay":
            return replay.run(options.file, options.package, options.store, options.json)
        if options.command == "curves":
            return curves.record(options.package)
        if options.command == "verify":
            plan = Plan(
                not options.mutants_only,
                not options.no_mutants,
                options.fresh,
                margins=options.ledger or options.strict or not options.changed,
            )
            choice = Choice(options.changed, options.sample, options.draw, options.mutants_within)
            return verify(
                options.paths, options.json, plan, choice, ledger=options.ledger, strict=options.strict
            )
        return grade(
            options.package,
            options.file,
            options.json,
            options.run,
            options.input,
            options.seed,
            options.device,
        )
    except NoSandbox:
        return UNUSABLE


def _other_formats(options: argparse.Namespace) -> int:
    from graders.cli.formats import export_jupyter, export_kattis, import_collection
    from graders.cli.pools import NoSandbox
    from graders.verify.run import Plan

    try:
        if options.command == "export" and options.format == "kattis":
            return export_kattis(options.path, options.target)
        if options.command == "export":
            return export_jupyter(options.path, options.target, not options.no_tests)
        plan = None if options.unproved else Plan(mutants=not options.no_mutants)
        return import_collection(
            options.format, options.path, options.library, options.set, plan, options.json
        )
    except NoSandbox:
        return UNUSABLE


def _library(write: bool) -> int:
    from graders.ledger import page

    if write:
        page.write()
    else:
        print(page.render(page.LIBRARY), end="")
    return 0


def _schema(write: bool) -> int:
    from graders.report import SCHEMA_FILE, schema

    text = json.dumps(schema(), indent=2) + "\n"
    if write:
        SCHEMA_FILE.write_text(text)
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
