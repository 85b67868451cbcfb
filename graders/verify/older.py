"""Another NumPy: the oldest that problems must hold on, in cells of its own beside those of the present one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from graders.package.model import DeclaredSubmission, Package
from graders.verdict import Verdict
from graders.verify.bench import Bench, failed
from graders.verify.consistency import Problem
from graders.verify.submissions import first_failing
from sandboxes import Pool, SandboxUnavailable, Settings, open_pool

IMAGE = "python"
"""PyTorch is there in one version only."""
REMEDY = "`make setup` makes its environment, `make sandbox-images` its image"


def is_numeric(package: Package) -> bool:
    """Whether code of the package imports NumPy, and runs where another one can be had."""
    if package.manifest.image != IMAGE:
        return False
    code = (
        data
        for name, data in package.files.items()
        if name.endswith(".py") and ("/" not in name or name.startswith("submissions/accepted/"))
    )
    return any(_imports_numpy(data) for data in code)


@contextmanager
def older_pool(packages: Iterable[Package], size: int) -> Iterator[Pool | str | None]:
    """Cells with the older NumPy, or why there are none; None when no package is numeric.

    The cells come from where other cells may come from, each backend having a NumPy of that age of its own.
    """
    if not any(map(is_numeric, packages)):
        yield None
        return
    try:
        pool = open_pool(sizes={IMAGE: size}, settings=Settings.from_environment().with_older(), others=False)
    except SandboxUnavailable as error:
        why = "; ".join(problem.why for problem in error.problems)
        yield f"nothing was tried on another NumPy: {why}. {REMEDY}"
        return
    try:
        yield pool
    finally:
        pool.close()


def numpy_of(pool: Pool) -> str:
    """The version of NumPy in a pool's cells."""
    return str((pool.describe().get("versions") or {}).get("numpy", ""))


def try_elsewhere(bench: Bench, submission: DeclaredSubmission) -> Problem | None:
    """What is wrong with an accepted submission, and the package's own code, on the bench's NumPy."""
    report = bench.report(submission.path.read_text(encoding="utf-8"), enough=failed, growing=False)
    if report.verdict is Verdict.AC:
        return None
    row = first_failing(report)
    where = f" in case {row.number} ({row.group})" if row else ""
    words = report.message.text if report.message else ""
    text = f"gets {report.verdict} on NumPy {numpy_of(bench.pool)}{where}: {words}"
    return text, f"submissions/{submission.name}", None


def _imports_numpy(source: bytes) -> bool:
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.split(".")[0] == "numpy" for name in names):
            return True
    return False
