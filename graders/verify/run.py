"""Verify packages: checks and submissions in two threads, results cached by digest and by our own code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graders import ENGINE_VERSION, settings
from graders.caseset import forget
from graders.faults import Fault
from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.consistency import Problem, check_cases
from graders.verify.submissions import Result, try_starter, try_submission
from sandboxes import Pool

THREADS = 2
Told = Callable[[Package, Result], None]


@dataclass
class Proof:
    """What verifying one package found: it holds when there is no problem."""

    set: str
    problem: str
    digest: str
    problems: list[Problem] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    cached: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not any(result.problem for result in self.results)


def verify(packages: list[Package], pool: Pool, fresh: bool, tell: Told) -> list[Proof]:
    """Prove each package; `tell` hears of every submission as it is done."""
    proofs = []
    todo: list[tuple[Package, Proof]] = []
    for package in packages:
        known = None if fresh else _read(package, pool)
        proof = known or Proof(package.set_slug, package.slug, package.digest)
        proofs.append(proof)
        if known is None:
            if fresh:
                forget(package.digest)
            todo.append((package, proof))
    with ThreadPoolExecutor(THREADS, thread_name_prefix="verify") as threads:
        checks = [threads.submit(_checked, package, pool) for package, _ in todo]
        tries: list[tuple[Proof, list[Future[Result]]]] = []
        for (package, proof), check in zip(todo, checks, strict=True):
            proof.problems = check.result()
            tries.append((proof, [] if proof.problems else _try_all(threads, package, pool, tell)))
        for proof, futures in tries:
            proof.results = [future.result() for future in futures]
    for package, proof in todo:
        proof.results = [_again(package, pool, result, tell) for result in proof.results]
        _write(package, pool, proof)
    return proofs


def _checked(package: Package, pool: Pool) -> list[Problem]:
    try:
        return check_cases(package, pool)
    except Fault as fault:
        return [(fault.text, None, None)]


def _try_all(threads: ThreadPoolExecutor, package: Package, pool: Pool, tell: Told) -> list[Future[Result]]:
    """Queue the starter and every submission."""
    tries: list[Callable[[], Result]] = [lambda: try_starter(package, pool)]
    tries += [lambda s=s: try_submission(package, pool, s) for s in package.submissions]  # type: ignore[misc]

    def told(attempt: Callable[[], Result]) -> Result:
        result = attempt()
        tell(package, result)
        return result

    return [threads.submit(told, attempt) for attempt in tries]


def _again(package: Package, pool: Pool, result: Result, tell: Told) -> Result:
    """Try again, alone, what ran out of time although it should not: two at once share the machine."""
    if result.problem is None or result.verdict != Verdict.TLE:
        return result
    submission = next((s for s in package.submissions if s.name == result.name), None)
    if submission is None:
        return result
    again = try_submission(package, pool, submission)
    tell(package, again)
    return again


@cache
def _code() -> str:
    """A hash of our own code: a proof made by other code proves nothing about this one."""
    root = Path(__file__).resolve().parents[2]
    total = hashlib.sha256(ENGINE_VERSION.encode())
    for file in sorted([*root.glob("graders/**/*.py"), *root.glob("sandboxes/**/*.py")]):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _file(package: Package, pool: Pool) -> Path:
    backend = str(pool.describe().get("backend", ""))
    return (
        settings.cache("verify")
        / f"{package.digest.partition(':')[2]}-{ENGINE_VERSION}-{_code()}-{backend}.json"
    )


def _read(package: Package, pool: Pool) -> Proof | None:
    try:
        data: dict[str, Any] = json.loads(_file(package, pool).read_text())
    except (FileNotFoundError, ValueError):
        return None
    results = [Result(**result) for result in data.pop("results")]
    return Proof(
        **{**data, "problems": [tuple(p) for p in data["problems"]], "results": results, "cached": True}
    )


def _write(package: Package, pool: Pool, proof: Proof) -> None:
    """Keep a proof that holds; one that fails is tried again next time."""
    if proof.holds:
        settings.write_atomically(_file(package, pool), json.dumps(asdict(proof)).encode())
