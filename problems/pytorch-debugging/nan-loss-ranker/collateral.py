"""What a fix must leave alone: interface, healthy training, the pull of bad rows, all weights, speed."""

import math
import time

import logs
import numpy as np
from measures import column, log_loss, number, trained
from readyroom import Check
from recorded import HEALTHY
from serving import serves

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
HEALTHY_TOLERANCE = 0.001
LEAST_MOVE = 0.25
MOST_TIME = 4.0
REFERENCE_TIME = 20.0  # CPU of HEALTHY_STEPS steps of the reference, in units of yardstick()


def collateral(candidate, seed):
    """All of it on one short log, whose first HEALTHY_STEPS batches know neither fault."""
    log, after = logs.make("b", seed, steps=SHORT, held_out=1000)
    healthy = logs.shown(log, slice(HEALTHY_STEPS * logs.BATCH))
    losses, state = trained(candidate.train(healthy, seed))
    checks = [interface(state), same_as_before(losses)]
    if not checks[0].passed:
        return checks
    checks.append(serves(candidate, state, SHAPES, seed))
    checks.append(honest(candidate, state, after))
    checks.append(still_pulls(candidate, state))
    checks.append(still_moves(state, trained(candidate.train(logs.shown(log), seed))[1]))
    checks.append(no_debugging(candidate, healthy, seed))
    return [*checks, quick(candidate, healthy, seed)]


def interface(state):
    """Whether the state has the names and shapes that serving loads."""
    shapes = {name: shape(value) for name, value in (state or {}).items()}
    missing = SHAPES.keys() - shapes.keys()
    wrong = sorted(str(name) for name in shapes if name not in SHAPES or shapes[name] != SHAPES[name])
    wrong += sorted(missing)
    if not wrong and np.asarray(state["video.weight"])[0].any():
        return Check(
            "The saved state", False, "row 0 of video.weight, which pads short histories, is not zero"
        )
    words = f"not as serving loads them: {', '.join(wrong)}" if wrong else "names and shapes as before"
    return Check("The saved state", not wrong, words)


def shape(value):
    """The shape of an array or tensor of floats, None for anything else."""
    return tuple(value.shape) if str(getattr(value, "dtype", "")).endswith("float32") else None


def same_as_before(losses):
    """Whether a log without either fault is trained as before, in means over ten steps."""
    title = "Healthy training is unchanged"
    if losses is None or len(losses) != HEALTHY_STEPS:
        return Check(title, False, f"one loss per batch expected, {HEALTHY_STEPS} in all")
    off = float(np.abs(losses.reshape(-1, 10).mean(axis=1) - np.array(HEALTHY)).max())
    words = f"the loss differs by up to {off:.4f} from before the incident, allowed {HEALTHY_TOLERANCE}"
    return Check(title, off <= HEALTHY_TOLERANCE, words)


def honest(candidate, state, after):
    """Whether evaluate() reports the loss that the predictions really have."""
    told = number(candidate.evaluate(state, logs.shown(after)))
    said = column(candidate.predict(state, logs.shown(after, labels=False)))
    fits = said is not None and said.shape == after["finished"].shape
    real = log_loss(said, after["finished"]) if fits else math.nan
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
        costs.append(number(candidate.evaluate(flat, rows)))
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
            return Check(
                "Debugging is off", False, "anomaly detection is still on, and raised within backward()"
            )
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
