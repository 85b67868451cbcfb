"""For maintainers: run the broken starter, rewrite recorded.py and print the statement's tables.

`python record.py` needs numpy and torch. The numbers differ in the last digits between versions of either.
`python record.py margins 24 submissions/accepted/logits.py` prints skill and excess of a submission over 24 seeds.
"""

import itertools
import sys
import types
from pathlib import Path

import logs
import measures
import numpy as np

HERE = Path(__file__).parent
VISIBLE, COLLATERAL, SHORT, HEALTHY_STEPS = 7, 3037, 100, 40
COLUMNS = ("step", "loss", "max_logit", "max_embedding_norm", "grad_norm", "bad_inputs", "bad_grads")
SHOWN = {"a": (0, 20, 40, 60, 80), "b": (0, 40, 80, 120)}


def solution(file="starter.py"):
    """A fresh module made of the starter or of a submission."""
    module = types.ModuleType("solution")
    exec(compile((HERE / file).read_text(), file, "exec"), module.__dict__)
    return module


def watched(run):
    """Train the starter on the visible log of a run; return a row of COLUMNS per step."""
    import torch

    torch.set_num_threads(1)
    module, rows, seen = solution(), [], {}
    plain_forward, plain_step = module.forward, torch.optim.Adam.step

    def forward(model, batch):
        logit = plain_forward(model, batch)
        seen.update(
            logit=logit.detach().max().item(),
            norm=max(t.weight.detach().norm(dim=1).max().item() for t in (model.user, model.video)),
            inputs=sum(int((~torch.isfinite(c)).sum()) for c in batch.values() if c.is_floating_point()),
        )
        return logit

    def step(optimizer, *args):
        grads = [p.grad.flatten() for group in optimizer.param_groups for p in group["params"]]
        flat = torch.cat(grads)
        bad = int((~torch.isfinite(flat)).sum())
        rows.append((seen["logit"], seen["norm"], flat.norm().item(), seen["inputs"], bad))
        return plain_step(optimizer, *args)

    module.forward, torch.optim.Adam.step = forward, step
    try:
        losses = module.train(logs.shown(logs.make(run, VISIBLE)[0]), VISIBLE)["loss"]
    finally:
        torch.optim.Adam.step = plain_step
    return [(i, loss, *row) for i, (loss, row) in enumerate(zip(losses, rows, strict=True))]


def table(run, rows):
    """The rows that the statement shows: some on the way, and every one around the first bad loss."""
    first = next(i for i, row in enumerate(rows) if not np.isfinite(row[1]))
    shown = [*SHOWN[run], *range(first - 4, first + 2)]
    lines = ["| " + " | ".join(f"`{c}`" for c in COLUMNS) + " |", "|" + " ---: |" * len(COLUMNS)]
    for step, loss, logit, norm, grad, inputs, bad in (rows[i] for i in shown):
        lines.append(f"| {step} | {loss:.3f} | {logit:.2f} | {norm:.2f} | {grad:.3f} | {inputs} | {bad} |")
    return "\n".join(lines)


def curve(rows):
    """The loss of a run in means of ten steps, up to the first ten that are not finite."""
    means = [
        float(np.mean([row[1] for row in rows[start : start + 10]])) for start in range(0, len(rows), 10)
    ]
    return [round(mean, 3) for mean in itertools.takewhile(np.isfinite, means)]


def main():
    """Rewrite recorded.py; print the tables for the statement."""
    text = '"""Written by record.py: what the broken code did before the incident."""\n\n# fmt: off\n'
    for run in "ab":
        rows = watched(run)
        text += f"BEFORE_{run.upper()} = {curve(rows)}\n"
        print(f"run {run.upper()}\n{table(run, rows)}\n")
    log, _ = logs.make("b", COLLATERAL, steps=SHORT, held_out=1)
    healthy = logs.shown(log, slice(HEALTHY_STEPS * logs.BATCH))
    losses = np.array(solution().train(healthy, COLLATERAL)["loss"]).reshape(-1, 10).mean(axis=1)
    text += f"HEALTHY = {[round(float(loss), 5) for loss in losses]}\n"
    (HERE / "recorded.py").write_text(text)


def margins(seeds, file):
    """Print from-to of skill and of the excess on the slice over seeds 0, 1, …"""
    module = solution(file)
    for run in "ab":
        skills, excesses = [], []
        for seed in range(seeds):
            log, after = logs.make(run, seed)
            state = module.train(logs.shown(log), seed)["state"]
            said = np.asarray(module.predict(state, logs.shown(after, labels=False)), float)
            rows, finished, truth = after["slice"], after["finished"], after["truth"]
            skills.append(measures.skill(said, truth, finished))
            losses = [measures.log_loss(p[rows], finished[rows]) for p in (said, truth)]
            excesses.append(losses[0] - losses[1])
        print(
            f"run {run}: skill {min(skills):.2f} to {max(skills):.2f}, "
            f"excess {min(excesses):.2f} to {max(excesses):.2f}"
        )


if __name__ == "__main__":
    margins(int(sys.argv[2]), sys.argv[3]) if sys.argv[1:2] == ["margins"] else main()
