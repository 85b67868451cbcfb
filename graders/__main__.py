"""`python -m graders`: see `--help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graders.cli.lint import lint


def parser() -> argparse.ArgumentParser:
    """The command line with its subcommands."""
    top = argparse.ArgumentParser(
        prog="python -m graders", description="Check packages and grade submissions."
    )
    commands = top.add_subparsers(dest="command", required=True)
    check = commands.add_parser("lint", help="load packages and report what is wrong with them; runs no code")
    check.add_argument("paths", nargs="*", type=Path, default=[Path("problems")])
    check.add_argument("--json", action="store_true", help="print JSON")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status is the result."""
    options = parser().parse_args(arguments)
    return lint(options.paths, options.json)


if __name__ == "__main__":
    sys.exit(main())
