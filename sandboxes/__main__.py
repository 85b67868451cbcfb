"""Command line: `python -m sandboxes doctor | run | images build`."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from . import doctor
from .bundle import PRELOADS
from .errors import CellLost, SandboxUnavailable
from .model import Ending, Limits, Outcome, Script
from .opening import BACKENDS, open_pool
from .settings import Settings

OK, FAILED, UNUSABLE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status: 0 good, 1 bad news, 2 not possible at all."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options, Settings.from_environment()))
    except SandboxUnavailable as error:
        for problem in error.problems:
            print(f"{problem.layer}: {problem.why}\n    {problem.fix}", file=sys.stderr)
        return UNUSABLE
    except (CellLost, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandboxes", description="Cells that run untrusted code.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("doctor", help="list every layer of every backend on this machine")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.add_argument("--backend", choices=BACKENDS, help="look at one backend alone")
    check.add_argument("--device", action="store_true", help="exit 0 only if cells with a GPU can run")
    check.set_defaults(command=_doctor)

    run = commands.add_parser("run", help="run a script in a cell")
    run.add_argument("file", type=Path, help="the script")
    run.add_argument("arguments", nargs="*", help="its arguments")
    run.add_argument("--image", choices=PRELOADS, default="python")
    run.add_argument("--backend", choices=("auto", *BACKENDS))
    run.add_argument("--wall", type=float, default=2.0, metavar="SECONDS", help="wall-clock limit")
    run.add_argument("--memory", type=int, default=256, metavar="MIB", help="memory limit")
    run.add_argument("--json", action="store_true", help="print the outcome as JSON")
    run.set_defaults(command=_run)

    images = commands.add_parser("images", help="the images of Docker cells").add_subparsers(required=True)
    build = images.add_parser("build", help="build what is missing or out of date")
    build.add_argument("--base", help="image with Python 3.11 to build from, instead of the default")
    build.set_defaults(command=_build_images)
    return parser


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    diagnoses = doctor.diagnose(settings, options.backend)
    used = options.backend or doctor.chosen(settings)
    ready = [diagnosis.backend for diagnosis in diagnoses if diagnosis.ready]
    good = used in ready
    for_device = any(diagnosis.ready_for_device for diagnosis in diagnoses if diagnosis.backend == used)
    if options.json:
        backends = [diagnosis.as_dict() for diagnosis in diagnoses]
        facts = {"ready": good, "ready_for_device": for_device, "chosen": used, "backends": backends}
        print(json.dumps(facts, indent=1))
        return OK if (for_device if options.device else good) else FAILED
    console = Console()
    for diagnosis in diagnoses:
        table = Table(title=diagnosis.backend, title_justify="left", title_style="bold")
        for heading in ("layer", "", "found", "what to do"):
            table.add_column(heading, overflow="fold")
        for place, layer in enumerate([*diagnosis.layers, *diagnosis.device]):
            if place == len(diagnosis.layers):
                table.add_section()
            mark = "[green]present[/]" if layer.present else "[red]missing[/]"
            table.add_row(layer.name, mark, layer.detail, layer.fix)
        console.print(table)
    console.print(
        f"Cells would run on {used}." if good else "No cell can run here; see what is missing above."
    )
    if good:
        console.print(
            "GPU cells would run on it too."
            if for_device
            else "GPU cells would not; only a GPU runner needs them."
        )
    return OK if (for_device if options.device else good) else FAILED


def _run(options: argparse.Namespace, settings: Settings) -> int:
    limits = Limits(wall_s=options.wall, memory_bytes=options.memory << 20)
    files = {options.file.name: options.file.read_bytes()}
    stdin = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    with (
        open_pool(options.backend, {options.image: 1}, settings=settings) as pool,
        pool.session(options.image, files, limits) as session,
    ):
        outcome = session.run(Script(options.file.name, options.arguments, stdin))
    if options.json:
        print(json.dumps(asdict(outcome), default=_text))
    else:
        _show(outcome)
    fine = outcome.ending is Ending.RETURNED or (outcome.ending is Ending.EXITED and outcome.exit_code == 0)
    return OK if fine else FAILED


def _show(outcome: Outcome) -> None:
    sys.stdout.buffer.write(outcome.stdout)
    sys.stdout.flush()
    sys.stderr.buffer.write(outcome.stderr)
    if outcome.error is not None:
        for frame in outcome.error.frames:
            print(f"  {frame.file}:{frame.line} in {frame.function}: {frame.text}", file=sys.stderr)
        print(f"{outcome.error.type}: {outcome.error.message}", file=sys.stderr)
    figures = f"{outcome.wall_s * 1000:.1f} ms wall, {outcome.cpu_s * 1000:.1f} ms CPU"
    print(f"{outcome.ending}: {figures}, {outcome.memory_bytes / (1 << 20):.1f} MiB", file=sys.stderr)


def _build_images(options: argparse.Namespace, settings: Settings) -> int:
    from .images.build import BuildFailed, build

    try:
        build(settings, options.base, say=lambda text: print(text, flush=True))
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return FAILED
    return OK


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else repr(value)


if __name__ == "__main__":
    sys.exit(main())
