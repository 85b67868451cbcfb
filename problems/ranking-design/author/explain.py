"""Where the milliseconds went: by stage at p50, p95 and p99, for one request, and in words."""

import numpy as np
import world
from money import Bill
from pipeline import Pipeline
from serving import Journeys, Step

STAGES = ("gateway", "retrieval", "features", "ranking", "rerank")
NEIGHBOURHOOD = 0.004  # requests within this share of ranks stand for a percentile


def breakdown(journeys: Journeys) -> dict[str, dict]:
    """Latency by stage and waiting at p50, p95 and p99, in ms; the parts add up to the total."""
    served, waited = _parts(journeys)
    order = np.argsort(journeys.total_ms, kind="stable")
    latency = {}
    for name, share in (("p50", 0.50), ("p95", 0.95), ("p99", 0.99)):
        middle = share * (len(order) - 1)
        reach = max(NEIGHBOURHOOD * len(order), 5.0)
        near = order[max(0, int(middle - reach)) : int(middle + reach) + 1]
        by_stage = {stage: float(served[stage][near].mean()) for stage in STAGES}
        waiting = float(waited[near].mean())
        total = float(np.quantile(journeys.total_ms, share))
        scale = total / (sum(by_stage.values()) + waiting)
        latency[name] = {
            "total": round(total, 2),
            "by_stage": {stage: round(value * scale, 2) for stage, value in by_stage.items()},
            "waiting": round(waiting * scale, 2),
        }
    return latency


def _parts(journeys: Journeys) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Service per stage and waiting in all, (n,) each, along the path that decided the latency."""
    n, deadline = journeys.traffic.requests, journeys.deadline
    served = {stage: np.zeros(n) for stage in STAGES}
    waited = np.zeros(n)
    for step in journeys.steps:
        on = step.on_path
        arrive, start, end = (np.minimum(at[on], deadline[on]) for at in (step.arrive, step.start, step.end))
        served[step.stage][on] += end - start
        waited[on] += start - arrive
    # The gateway is what sends the fallback list.
    late = journeys.fell_back
    served["gateway"][late] += (journeys.finish - deadline)[late]
    return served, waited


def timeline(journeys: Journeys) -> list[dict]:
    """The request at the 99th percentile, step by step; times in ms since it arrived."""
    total = journeys.total_ms
    index = int(np.argsort(total, kind="stable")[int(0.99 * (len(total) - 1))])
    born, deadline = float(journeys.traffic.arrival_ms[index]), float(journeys.deadline[index])
    rows = []
    for step in journeys.steps:
        arrive, start, end = (min(float(at[index]), deadline) for at in (step.arrive, step.start, step.end))
        if not np.isfinite(arrive) or arrive >= deadline:
            continue
        rows.append(
            {
                "stage": step.stage,
                "start_ms": round(arrive - born, 2),
                "end_ms": round(end - born, 2),
                "waiting_ms": round(start - arrive, 2),
                "note": _note(step, index, journeys),
            }
        )
    if journeys.fell_back[index]:
        rows.append(
            {
                "stage": "gateway",
                "start_ms": round(deadline - born, 2),
                "end_ms": round(float(total[index]), 2),
                "waiting_ms": 0.0,
                "note": "fallback list sent",
            }
        )
    return rows


def _note(step: Step, index: int, journeys: Journeys) -> str:
    """What there is to say about one step of one request."""
    if step.stage == "retrieval" and not journeys.answered[step.name][index]:
        return f"{step.name}: timed out"
    if step.stage == "retrieval" and step.on_path[index]:
        return f"{step.name}: the last to answer"
    if step.end[index] > journeys.deadline[index]:
        return f"{step.name}: given up at the fallback's deadline"
    return step.name


def remarks(
    design: Pipeline, journeys: Journeys, latency: dict[str, dict], costs: Bill, hits: dict[str, float]
) -> list[str]:
    """What stands out, in words: growth of waiting, load, timeouts, fallbacks, cost, cache."""
    said = [_growth(design, journeys, latency)]
    for name, load in journeys.loads.items():
        if load.peak > 0.97:
            said.append(
                f"{name} cannot keep up in its busiest hour: {load.peak:.0%} of its servers' time is used."
            )
    for name, answered in journeys.answered.items():
        asked = np.isfinite(next(step.arrive for step in journeys.steps if step.name == name))
        lost = 1.0 - answered[asked].mean()
        if lost > 0.005:
            said.append(f"{name} misses its timeout in {lost:.1%} of its calls; those feeds go without it.")
    if design.fallback and journeys.fell_back.any():
        said.append(f"{journeys.fell_back.mean():.1%} of all feeds are the fallback list.")
    largest = max(costs.items, key=lambda name: costs.items[name])
    said.append(
        f"{largest} is {costs.items[largest] / costs.total:.0%} of the cost, {costs.items[largest]:.2f} ¢."
    )
    idle = [name for name in world.RANKERS if name in journeys.loads and journeys.loads[name].peak < 0.45]
    said += [
        f"{name} is paid for and idle: {journeys.loads[name].peak:.0%} load in its busiest hour."
        for name in idle
    ]
    if hits and design.features.cache_items:
        worst = min(hits, key=lambda name: hits[name])
        said.append(f"The cache misses most for {worst}: {hits[worst]:.0%} of its rows are hits.")
    return said


def _growth(design: Pipeline, journeys: Journeys, latency: dict[str, dict]) -> str:
    """Which part grows most from p50 to p99."""
    middle, tail = latency["p50"], latency["p99"]
    growth = {stage: tail["by_stage"][stage] - middle["by_stage"][stage] for stage in STAGES}
    growth["waiting"] = tail["waiting"] - middle["waiting"]
    most = max(growth, key=lambda name: growth[name])
    if most != "waiting":
        return f"{most.capitalize()} grows most from p50 to p99, from {middle['by_stage'][most]:.0f} to " + (
            f"{tail['by_stage'][most]:.0f} ms."
        )
    text = f"Waiting grows most, from {middle['waiting']:.0f} to {tail['waiting']:.0f} ms"
    busiest = max(journeys.loads, key=lambda name: journeys.loads[name].peak)
    load = journeys.loads[busiest]
    batches = {stage.model: stage.batch for stage in design.ranking}
    if batches.get(busiest, 1) > 1:
        return (
            f"{text}: {busiest} runs batches of {load.batch:.0f} at {load.peak:.0%} load in its busiest hour."
        )
    return f"{text}: {busiest} is at {load.peak:.0%} load in its busiest hour."
