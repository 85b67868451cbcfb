"""Fixed cases: two visible runs, and for each thing that is scored apart its own hidden seeds."""

from readyroom import Case

VISIBLE = 7


def cases(rng):
    """Arguments of examine(): what to look at, and the seed of the log."""
    yield Case(args=("sample_a", VISIBLE), group="samples", note="run A of the report")
    yield Case(args=("sample_b", VISIBLE), group="samples", note="run B of the report")
    yield Case(args=("diagnosis_a", 0), group="diagnosis_a", note="what happened in run A")
    yield Case(args=("diagnosis_b", 0), group="diagnosis_b", note="what happened in run B")
    yield Case(args=("fix_a", 1039), group="fix_a", note="looping clips, another log")
    yield Case(args=("fix_b", 2027), group="fix_b", note="first-time users, another log")
    yield Case(args=("collateral", 3037), group="collateral", note="what a fix must leave alone")
