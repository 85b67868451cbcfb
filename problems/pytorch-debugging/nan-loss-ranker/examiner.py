"""Probes a candidate's training code: does it recover, is the diagnosis right, and is nothing else broken?"""

import math
import time

import logs
import numpy as np
from readyroom import Check, Finding
from recorded import BEFORE, HEALTHY

DIAGNOSIS = {"run_a": ("saturated-log", "max_logit"), "run_b": ("zero-norm", "bad_grads")}
SKILL = {"a": 0.22, "b": 0.38}
"""Least share of the way from the base rate to the truth; the reference gets 0.33 and 0.49 on its worst seed."""
EXCESS = {"a": 0.25, "b": 0.15}
"""Most log loss above the truth on the rows that matter; the reference's worst seeds have 0.13 and 0.09."""
SLICES = {"a": "Clips that stopped looping are learnt anew", "b": "First-time users are predicted"}
SHAPES = {
    "user.weight": (logs.USERS + 1, 16),
    "video.weight": (logs.VIDEOS + 1, 16),
    "video_bias.weight": (logs.VIDEOS + 1, 1),
    "taste.weight": (16, 16),
    "tower.0.weight": (32, 20),
    "tower.0.bias": (32,),
    "tower.2.weight": (1, 32),
    "tower.2.bias": (1,),
}
SHORT, HEALTHY_STEPS = 100, 40  # run B's first-time users arrive at step 40 of 100
HEALTHY_TOLERANCE = 0.03
LEAST_MOVE = 0.25
MOST_TIME = 4.0
REFERENCE_TIME = 24.0  # CPU of HEALTHY_STEPS steps of the reference, in units of yardstick()


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


def trained(result):
    """(losses, state) of what train() returned; values that are not of the promised form give (None, None)."""
    if not isinstance(result, dict) or not isinstance(result.get("state"), dict):
        return None, None
    return column(result.get("loss")), result["state"]


def column(values):
    """A float64 vector of `values` (a list, an array or a tensor), or None if they are no such thing."""
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return vector if vector.ndim == 1 else None


def stays_finite(losses, steps):
    """Whether there is one loss per batch, and each is a finite number."""
    title = "The loss stays finite"
    if losses is None:
        return Check(title, False, 'train() must return {"loss": [float, …], "state": {name: tensor}}')
    if len(losses) != steps:
        return Check(title, False, f"{len(losses)} losses for {steps} batches: every batch is trained on once")
    bad = np.flatnonzero(~np.isfinite(losses))
    if len(bad):
        return Check(title, False, f"{losses[bad[0]]} at step {bad[0]} of {steps}")
    return Check(title, True, f"{steps} steps, the last at {losses[-1]:.3f}")


def log_loss(said, finished):
    """Mean log loss of probabilities; a certain and wrong one costs 16 and not infinity."""
    said = np.clip(said, 1e-7, 1 - 1e-7)
    return float(-np.where(finished > 0, np.log(said), np.log1p(-said)).mean())


def skill(said, truth, finished):
    """Share of the way from the base rate (0) to the true probabilities (1) in log loss."""
    base = log_loss(np.full(len(finished), finished.mean()), finished)
    return (base - log_loss(said, finished)) / (base - log_loss(truth, finished))


def skilled(run, said, after):
    """Whether the held-out log loss comes within reach of the reference's."""
    share = skill(said, after["truth"], after["finished"])
    reached, best = log_loss(said, after["finished"]), log_loss(after["truth"], after["finished"])
    words = f"log loss {reached:.3f}, with the truth known {best:.3f}; skill {share:.2f}, asked {SKILL[run]:.2f}"
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
    before = BEFORE[run]
    given = [] if losses is None else losses
    windows = [given[start : start + 10] for start in before["x"]]
    after = [float(np.mean(w)) if len(w) and np.isfinite(w).all() else None for w in windows]
    return {f"Loss, run {run.upper()}": {"x": before["x"], "before": before["loss"], "after": after}}


# --- collateral -------------------------------------------------------------------------------------------


def collateral(candidate, seed):
    """What a fix must leave alone: interface, healthy training, the pull of bad rows, all weights, speed."""
    log, after = logs.make("b", seed, steps=SHORT, held_out=1000)
    healthy = logs.shown(log, slice(HEALTHY_STEPS * logs.BATCH))
    losses, state = trained(candidate.train(healthy, seed))
    checks = [interface(state), same_as_before(losses)]
    if not checks[0].passed:
        return checks
    checks.append(honest(candidate, state, after))
    checks.append(still_pulls(candidate, state))
    checks.append(still_moves(state, trained(candidate.train(logs.shown(log), seed))[1]))
    checks.append(no_debugging(candidate, healthy, seed))
    return [*checks, quick(candidate, healthy, seed)]


def interface(state):
    """Whether the state has the names and shapes that serving loads."""
    shapes = {name: tuple(getattr(value, "shape", ())) for name, value in (state or {}).items()}
    wrong = sorted(name for name in SHAPES.keys() | shapes.keys() if SHAPES.get(name) != shapes.get(name))
    words = f"not as serving loads them: {', '.join(map(str, wrong))}" if wrong else "names and shapes as before"
    return Check("The saved state", not wrong, words)


def same_as_before(losses):
    """Whether a log without either fault is trained as before, in means over ten steps."""
    title = "Healthy training is unchanged"
    if losses is None or len(losses) != HEALTHY_STEPS:
        return Check(title, False, f"one loss per batch expected, {HEALTHY_STEPS} in all")
    off = float(np.abs(losses.reshape(-1, 10).mean(axis=1) - np.array(HEALTHY)).max())
    words = f"the loss differs by up to {off:.3f} from before the incident, allowed {HEALTHY_TOLERANCE}"
    return Check(title, off <= HEALTHY_TOLERANCE, words)


def honest(candidate, state, after):
    """Whether evaluate() reports the loss that the predictions really have."""
    told = float(candidate.evaluate(state, logs.shown(after)))
    said = column(candidate.predict(state, logs.shown(after, labels=False)))
    real = log_loss(said, after["finished"]) if said is not None else math.nan
    words = f"evaluate() says {told:.3f}, the predictions have {real:.3f}"
    return Check("The dashboard is honest", abs(told - real) <= 0.01, words)


def still_pulls(candidate, state):
    """Whether a row that is certain and wrong still costs more the more certain it is (else its gradient is 0)."""
    feed, _ = logs.make("b", 0, steps=1, held_out=1)
    rows = {**logs.shown(feed, slice(16)), "finished": np.zeros(16, np.float32)}
    costs = []
    for logit in (20.0, 40.0):
        flat = {name: value * 0 for name, value in state.items()}
        flat["video_bias.weight"] = flat["video_bias.weight"] + logit
        costs.append(float(candidate.evaluate(flat, rows)))
    words = f"unfinished rows cost {costs[0]:.2f} at logit 20 and {costs[1]:.2f} at logit 40"
    return Check("Wrong rows still pull", costs[0] > 8 and costs[0] < costs[1] < math.inf, words)


def still_moves(early, late):
    """Whether every table and the taste projection train on once first-time users are in the log."""
    if late is None or interface(late).passed is False:
        return Check("Everything still trains", False, "the longer run returned no state")
    moves = {name: moved(early[name], late[name]) for name in ("user.weight", "video.weight", "taste.weight")}
    name, least = min(moves.items(), key=lambda item: item[1])
    words = f"{name} moved by {least:.2f} of its size over the last 60 steps, asked {LEAST_MOVE}"
    return Check("Everything still trains", bool(least >= LEAST_MOVE), words)


def moved(early, late):
    """Relative distance between two versions of a weight."""
    early, late = np.asarray(early, np.float64), np.asarray(late, np.float64)
    return float(np.linalg.norm(late - early) / np.linalg.norm(early))


def no_debugging(candidate, healthy, seed):
    """Whether anomaly detection is off: with it, a corrupt row raises within backward()."""
    corrupt = {name: values[: logs.BATCH].copy() for name, values in healthy.items()}
    corrupt["dense"][7, 1] = np.nan
    try:
        candidate.train(corrupt, seed)
    except Exception as error:  # refusing a corrupt row with one's own error is fine
        if "returned nan values" in str(error):
            return Check("Debugging is off", False, "anomaly detection is still on, and raised within backward()")
    return Check("Debugging is off", True, "anomaly detection is off")


def quick(candidate, healthy, seed):
    """Whether training costs at most MOST_TIME times the reference's CPU time, the best of two tries."""
    tries = []
    for _ in range(2):
        unit = yardstick()
        candidate.train(healthy, seed)
        tries.append(candidate.meta["cpu_s"] / (REFERENCE_TIME * unit))
    words = f"{min(tries):.1f} times the CPU time of the reference, allowed {MOST_TIME:.0f}"
    return Check("Training is as quick", min(tries) <= MOST_TIME, words)


def yardstick():
    """Seconds of CPU that this machine takes for a fixed piece of small-array work."""
    features, weights, table = np.ones((128, 20), np.float32), np.ones((20, 32), np.float32), np.zeros(4000)
    best = math.inf
    for _ in range(3):
        start = time.process_time()
        for _ in range(100):
            hidden = np.maximum(features @ weights, 0).sum(axis=1)
            np.add(table, (1 / (1 + np.exp(-hidden))).mean(), out=table)
            np.sqrt(table)
        best = min(best, time.process_time() - start)
    return best
