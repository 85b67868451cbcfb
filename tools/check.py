"""`make test`: set up, then every check there is, each with its time."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools import console, environments, setup, shell, steps, system
from tools.engine import PROGRAMS, answers, engine
from tools.paths import PROBLEMS, PYTHON, VENV

# What the tests need besides what the site needs: program -> Debian package.
_PROGRAMS = {
    "bwrap": "bubblewrap",
    "chromium": "chromium",
    "debootstrap": "debootstrap",
    "redis-server": "redis-server",
}


@dataclass(frozen=True)
class Check:
    """One command that must succeed."""

    title: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


_PROBLEM_TESTS = "tests/problems"
# As in cells: with more processes than processors, threads of OpenBLAS that wait for each other's triple the work.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
_IMAGES = Check("sandbox images", [str(PYTHON), "-m", "sandboxes", "images", "build"])


def test(pytest_words: Sequence[str] = ()) -> int:
    """Set up and run every check; 1 when one of them fails, and then the last lines name them all."""
    started = time.monotonic()
    console.say(console.colour("Setting up", "bold"))
    if system.may_ask_for_password():
        _require_programs()
    with ThreadPoolExecutor(1) as thread:
        programs = thread.submit(_require_programs)
        steps.perform(*setup.for_packages(dev=True), [environments.older_environment()])
    programs.result()
    with engine() as no_engine:
        if no_engine:
            console.note(f"Docker tests cannot run: {no_engine}")
        # With words, as in -k, what is asked for runs in one go.
        with _beside(None if pytest_words else _problem_tests()) as problems:
            with _beside(None if no_engine else _IMAGES) as images:
                failed = [check.title for check in _quick_checks() if not _passes(check)]
                failed += images()
            if not _passes(_tests(pytest_words or [f"--ignore={_PROBLEM_TESTS}"], no_engine)):
                failed.append("tests")
            failed += problems()
    console.say()
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    outcome = f"Failed: {', '.join(failed)}" if failed else "Everything passed"
    console.say(f"{console.colour(outcome, 'red' if failed else 'green')} ({minutes} min {seconds} s)")
    return 1 if failed else 0


def _require_programs() -> None:
    """Install what the tests need from Debian, with what an engine needs if none answers: one look at the archive is enough."""
    missing = {} if answers() else PROGRAMS
    try:
        system.require(_PROGRAMS | missing, "Testing")
    except console.Failure:
        system.require(_PROGRAMS, "Testing")  # an engine that cannot be had is reported where it is started


def verify() -> int:
    """Have every problem prove itself."""
    steps.perform(*setup.for_packages(dev=False), [environments.older_environment()])
    setup.bubblewrap()
    check = _verification("--strict")
    return shell.stream(check.command, env=check.env)


def sandbox_images(words: Sequence[str]) -> int:
    """Build the images of the Docker cells."""
    steps.perform(*setup.for_packages(dev=False))
    with engine() as no_engine:
        if no_engine:
            raise console.Failure(no_engine, who=system.ADMINISTRATOR)
        return shell.stream([PYTHON, "-m", "sandboxes", "images", "build", *words])


def _quick_checks() -> Iterator[Check]:
    yield Check("ruff check", _tool("ruff", "check", "."))
    yield Check("ruff format", _tool("ruff", "format", "--check", "."))
    yield Check("import contracts", _tool("lint-imports"))
    yield Check("types", _tool("mypy"))
    # What is new or changed, and some of the rest for the sake of changes elsewhere. Mutants take longer: whoever writes
    # the ledger has tried them, and `make verify` tries them all.
    yield _verification("--changed", "--sample", "30", "--mutants-within", "0")


def _problem_tests() -> Check:
    """The tests of the problems, which only compute, with what processors the others leave: those wait for a sixth of their time."""
    words = ["-q", "-p", "no:cacheprovider", _PROBLEM_TESTS]
    return Check(
        "tests of the problems", ["nice", "-n", "19", str(PYTHON), "-m", "pytest", *words], _ONE_THREAD
    )


def _tests(words: Sequence[str], no_engine: str) -> Check:
    """The tests, and at their end which were slowest: the whole has to stay short."""
    spread = ["-n", str(_workers()), "--dist", "loadgroup", "--durations", "30"]
    env = {"READYROOM_NO_DOCKER": no_engine, **_ONE_THREAD}
    return Check("tests", [str(PYTHON), "-m", "pytest", *spread, *words], env)


def _verification(*words: str) -> Check:
    """In jails unless something else is set: another NumPy needs them anyway, and no engine takes part of the processors."""
    env = {"SANDBOX": os.environ.get("SANDBOX") or "bubblewrap"}
    return Check("problems", [str(PYTHON), "-m", "graders", "verify", *words, str(PROBLEMS)], env)


def _tool(name: str, *words: str) -> list[str]:
    return [str(VENV / "bin" / name), *words]


def _workers() -> int:
    """Test processes: one more than processors, since tests wait for time limits, and three at most, since some measure time."""
    return min(3, len(os.sched_getaffinity(0)) + 1)


@contextmanager
def _beside(check: Check | None) -> Iterator[Callable[[], list[str]]]:
    """Run a check while others go on; yields what waits for it and returns it if it failed."""
    if check is None:
        yield list
        return
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(_seconds, check)

        def outcome() -> list[str]:
            try:
                seconds = running.result()
            except console.Failure as failure:
                console.report(failure)
                return [check.title]
            console.done(f"{check.title}, beside the others", seconds)
            return []

        yield outcome


def _seconds(check: Check) -> float:
    """Run a check quietly; Failure with the end of its output when it fails."""
    started = time.monotonic()
    shell.run(check.command, what=check.title, env=check.env)
    return time.monotonic() - started


def _passes(check: Check) -> bool:
    console.say()
    console.say(console.colour(check.title, "bold"))
    started = time.monotonic()
    code = shell.stream(check.command, env=check.env)
    seconds = time.monotonic() - started
    if code == 0:
        console.done(check.title, seconds)
    else:
        console.say(f"  {console.colour('✗', 'red')} {check.title}: exit code {code} after {seconds:.1f} s")
    return code == 0
