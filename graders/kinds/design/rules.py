"""What a package of kind `design` must have."""

from __future__ import annotations

from graders.diagnostics import Diagnostics
from graders.package.model import Package
from graders.verdict import Verdict

TOML = "problem.toml"


def check(package: Package, diagnostics: Diagnostics) -> None:
    """Report objectives, simulator, entry and submissions that do not hold together."""
    manifest = package.manifest
    if "simulator.py" not in package.files:
        diagnostics.error("is missing", "simulator.py")
    total = sum(objective.points for objective in manifest.objectives)
    if abs(total - 100) > 1e-9:
        diagnostics.error(f"objectives: points sum to {total:g}, not 100", TOML)
    if manifest.groups:
        diagnostics.error("groups belong to the kind function; a design has objectives", TOML)
    if manifest.device:
        diagnostics.error("device: belongs to the kind function; a design is simulated on the CPU", TOML)
    if manifest.partial:
        diagnostics.error(
            "partial: belongs to groups; objectives that are not met are worth points already", TOML
        )
    if manifest.entry.type != "function":
        diagnostics.error("entry: a design is returned by a function", TOML)
    for name in ("checker.toml", "checker.py", "examiner.py", "curves.py", "curves.toml"):
        if name in package.files:
            diagnostics.error("belongs to the kind function; the simulator measures a design", name)
    if package.growths:
        diagnostics.error("belongs to the kind function", "scaling.toml")
    if manifest.reference and f"submissions/accepted/{manifest.reference}" not in package.files:
        diagnostics.error(f"reference: submissions/accepted/{manifest.reference} does not exist", TOML)
    if not any(submission.verdict is Verdict.AC for submission in package.submissions):
        diagnostics.error("there is no accepted submission", "submissions")
