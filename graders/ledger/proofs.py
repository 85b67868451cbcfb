"""Between proofs and the ledger: what is to be proved, what is written of it, and what contradicts it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from graders.caseset import case_set
from graders.ledger.entries import Entry, Ledger, declared
from graders.package.model import Package
from graders.verify.proof import Proof
from sandboxes import Pool

SLACK = 0.01
"""Of the rate at which mutants are killed: what a time limit kills on a busy machine may survive on an idle one."""


def unproved(packages: Sequence[Package], known: Mapping[Path, Ledger]) -> list[Package]:
    """The packages of which the ledger has no entry as they are: new ones and changed ones."""
    return [package for package in packages if known[package.path.parent].of(package) is None]


def sample(
    packages: Sequence[Package], known: Mapping[Path, Ledger], seconds: float, seed: str
) -> list[Package]:
    """Of the packages that the ledger knows as many as took `seconds` together, drawn by the seed; at least one."""
    chosen: list[Package] = []
    spent = 0.0
    for package in sorted(packages, key=lambda p: _chance(seed, p)):
        entry = known[package.path.parent].of(package)
        if entry and (not chosen or spent + entry.seconds <= seconds):
            chosen.append(package)
            spent += entry.seconds
    return chosen


def entry_of(package: Package, proof: Proof, pool: Pool) -> Entry | None:
    """What the ledger says of a proof, if it is whole and holds."""
    checks, mutation = proof.checks, proof.mutation
    if not proof.holds or checks is None or mutation is None:
        return None
    cases = case_set(package, pool)
    return Entry(
        **declared(package),
        cases=len(cases.fixed),
        fresh=cases.fresh,
        made=mutation.made,
        killed=mutation.killed,
        survived=mutation.tried - mutation.killed,
        equivalent=mutation.equivalent,
        seconds=checks.seconds,
        answers=checks.answers,
        inputs=checks.inputs,
        attacks=checks.attacks,
        clear=checks.clear,
        older=checks.older,
    )


def contradictions(entry: Entry, package: Package, proof: Proof, pool: Pool) -> list[str]:
    """Where a new proof of the same version says something else than its entry."""
    cases = case_set(package, pool)
    found = {**declared(package), "cases": len(cases.fixed), "fresh": cases.fresh}
    if mutation := proof.mutation:
        found |= {"made": mutation.made, "equivalent": mutation.equivalent}
    told = [
        f"the ledger says {name} {getattr(entry, name)}, it is {value}"
        for name, value in found.items()
        if getattr(entry, name) != value
    ]
    if mutation and mutation.rate < entry.rate - SLACK:
        told.append(
            f"the ledger says that {100 * entry.rate:.1f} % of its mutants are killed, it is {100 * mutation.rate:.1f} %"
        )
    return told


def record(packages: Sequence[Package], proofs: Sequence[Proof], pool: Pool) -> None:
    """Put what was proved into the ledgers; what was tried and does not hold is taken out."""
    written: dict[Path, Ledger] = {}
    for package, proof in zip(packages, proofs, strict=True):
        folder = package.path.parent
        ledger = written.setdefault(folder, Ledger.read(folder))
        if entry := entry_of(package, proof, pool):
            ledger.entries[package.slug] = entry
        elif not proof.holds:
            ledger.entries.pop(package.slug, None)
    for ledger in written.values():
        ledger.write()


def _chance(seed: str, package: Package) -> str:
    return hashlib.sha256(f"{seed} {package.set_slug}/{package.slug}".encode()).hexdigest()
