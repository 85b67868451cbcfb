"""Command line behind the Makefile: python3 -m tools COMMAND."""

import argparse
import os
import shutil
import signal
import sys

from tools import bench, check, console, dotenv, lock, serve, setup, steps
from tools.paths import BUNDLE, FRONTEND, OLDER_ENV, ROOT, SANDBOX_ENV, VENV, data_directory


def main() -> int:
    """Run one command; 0 when it did what it says, 1 when not, 130 after Ctrl-C during the set-up."""
    arguments = _parser().parse_args()
    # As Ctrl-C does: what a command has started is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    dotenv.load()
    os.chdir(ROOT)
    try:
        return int(arguments.action(arguments))
    except console.Failure as failure:
        console.report(failure)
        return 1
    except KeyboardInterrupt:
        console.say("\nInterrupted.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="set everything up and serve (PORT, HOST and READYROOM_DATA apply)")
    run.add_argument("--host", default=os.environ.get("HOST_ADDRESS", "127.0.0.1"))
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    run.set_defaults(action=lambda given: serve.serve(given.host, given.port))

    prepare = commands.add_parser("setup", help="set everything up without serving")
    prepare.set_defaults(action=lambda given: _setup())

    test = commands.add_parser("test", help="set up and run every check")
    test.add_argument("pytest", nargs="*", help="words for pytest, after --")
    test.set_defaults(action=lambda given: check.test(given.pytest))

    verify = commands.add_parser("verify", help="have every problem prove itself in a sandbox")
    verify.set_defaults(action=lambda given: check.verify())

    measure = commands.add_parser("bench", help="run benchmarks and rewrite docs/performance.md")
    measure.add_argument("names", nargs="*", help="which of tests/benchmarks; all by default")
    measure.add_argument("--quick", action="store_true", help="the short form of each")
    measure.set_defaults(action=lambda given: bench.bench(given.names, quick=given.quick))

    images = commands.add_parser("sandbox-images", help="build the images of the Docker cells")
    images.add_argument("words", nargs="*", help="words for `python -m sandboxes images build`, after --")
    images.set_defaults(action=lambda given: check.sandbox_images(given.words))

    pin = commands.add_parser("lock", help="write the lock files again")
    pin.add_argument("--upgrade", action="store_true", help="take the newest versions that the ranges allow")
    pin.set_defaults(action=lambda given: lock.lock(upgrade=given.upgrade))

    clean = commands.add_parser("clean", help="remove environments, bundle and data")
    clean.set_defaults(action=lambda given: _clean())
    return parser


def _setup() -> int:
    """Set up what `run` serves from."""
    steps.perform(*setup.for_site())
    setup.bubblewrap()
    return 0


def _clean() -> int:
    """Remove everything that the other commands made."""
    serve.require_stopped()
    for folder in (
        VENV,
        SANDBOX_ENV,
        OLDER_ENV,
        FRONTEND / "node_modules",
        BUNDLE,
        ROOT / "staticfiles",
        data_directory(),
    ):
        if folder.exists():
            with console.timed(f"Removing {folder.name}"):
                shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
