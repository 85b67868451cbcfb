"""Probes a candidate's training code: is the diagnosis right, does it recover, and is nothing else broken?"""

import logs
import numpy as np
from collateral import collateral
from measures import column, log_loss, skill, trained
from readyroom import Check, Finding
from recorded import BEFORE_A, BEFORE_B

BEFORE = {"a": BEFORE_A, "b": BEFORE_B}
DIAGNOSIS = {"run_a": ("saturated-log", "max_logit"), "run_b": ("zero-norm", "bad_grads")}
SKILL = {"a": 0.22, "b": 0.42}
"""Least share of the way from the base rate to the truth; over 24 seeds the accepted fixes get 0.31 and 0.56."""
EXCESS = {"a": 0.25, "b": 0.17}
"""Most log loss above the truth on the rows that matter; over 24 seeds the accepted fixes have 0.16 and 0.11."""
SLICES = {"a": "Clips that stopped looping are learnt anew", "b": "First-time users are predicted"}


def examine(candidate, what, seed):
    """`what` is "sample_a", "fix_b", "diagnosis_a", … or "collateral"; `seed` draws the log."""
    if what == "collateral":
        return Finding(collateral(candidate, seed))
    kind, run = what.split("_")
    if kind == "diagnosis":
        return Finding(diagnosis(candidate, f"run_{run}"))
    checks, losses = recovery(candidate, run, seed)
    return Finding(checks, curves(run, losses) if kind == "sample" else {})


# --- diagnosis --------------------------------------------------------------------------------------------


def diagnosis(candidate, run):
    """Two checks: the fault, and the column of the table that shows it. The right answer is never told."""
    said = candidate.diagnosis()
    said = said.get(run) if isinstance(said, dict) else None
    fault, signal = (said.get("fault"), said.get("signal")) if isinstance(said, dict) else (None, None)
    fault, signal = (str(word)[:40] for word in (fault, signal))
    name = run.replace("_", " ").title()
    return [
        Check(f"{name}: the fault", fault == DIAGNOSIS[run][0], f"you named {fault!r}"),
        Check(f"{name}: the signal", signal == DIAGNOSIS[run][1], f"you named {signal!r}"),
    ]


# --- recovery ---------------------------------------------------------------------------------------------


def recovery(candidate, run, seed):
    """Train on a whole log and predict the rows after it; return the checks and the losses as floats."""
    log, after = logs.make(run, seed)
    losses, state = trained(candidate.train(logs.shown(log), seed))
    steps = len(log["user"]) // logs.BATCH
    checks = [stays_finite(losses, steps)]
    if not checks[0].passed:
        return checks, losses
    said = column(candidate.predict(state, logs.shown(after, labels=False)))
    if said is None or said.shape != after["truth"].shape or not ((said >= 0) & (said <= 1)).all():
        return [*checks, Check("Predictions", False, "predict() must return one probability per row")], losses
    checks.append(skilled(run, said, after))
    return [*checks, slice_learnt(run, said, after)], losses


def stays_finite(losses, steps):
    """Whether there is one loss per batch, and each is a finite number."""
    title = "The loss stays finite"
    if losses is None:
        return Check(title, False, 'train() must return {"loss": [float, …], "state": {name: tensor}}')
    if len(losses) != steps:
        return Check(
            title, False, f"{len(losses)} losses for {steps} batches: every batch is trained on once"
        )
    bad = np.flatnonzero(~np.isfinite(losses))
    if len(bad):
        return Check(title, False, f"{losses[bad[0]]} at step {bad[0]} of {steps}")
    return Check(title, True, f"{steps} steps, the last at {losses[-1]:.3f}")


def skilled(run, said, after):
    """Whether the held-out log loss comes within reach of the reference's."""
    share = skill(said, after["truth"], after["finished"])
    reached, best = log_loss(said, after["finished"]), log_loss(after["truth"], after["finished"])
    words = (
        f"log loss {reached:.3f}, with the truth known {best:.3f}; skill {share:.2f}, asked {SKILL[run]:.2f}"
    )
    return Check("Held-out log loss", bool(share >= SKILL[run]), words)


def slice_learnt(run, said, after):
    """Whether the rows on which the incident turned are predicted as well."""
    rows = after["slice"]
    finished = after["finished"][rows]
    excess = log_loss(said[rows], finished) - log_loss(after["truth"][rows], finished)
    words = f"log loss {excess:.3f} above the best possible, asked at most {EXCESS[run]:.2f}"
    return Check(SLICES[run], bool(excess <= EXCESS[run]), words)


def curves(run, losses):
    """The loss recorded in the incident and the candidate's, in means over ten steps; a gap where not finite."""
    starts = list(range(0, logs.STEPS, 10))
    given = [] if losses is None else losses
    windows = [given[start : start + 10] for start in starts]
    after = [float(np.mean(w)) if len(w) and np.isfinite(w).all() else None for w in windows]
    before = BEFORE[run] + [None] * (len(starts) - len(BEFORE[run]))
    return {f"Loss, run {run.upper()}": {"x": starts, "before": before, "after": after}}
