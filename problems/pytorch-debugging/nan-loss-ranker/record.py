"""For maintainers: run the broken starter, rewrite recorded.py and print the statement's tables.

    python record.py        # needs numpy and torch; where it runs does not matter for the seeds
"""

import json
from pathlib import Path

import logs
import numpy as np

HERE = Path(__file__).parent
VISIBLE, COLLATERAL, SHORT, HEALTHY_STEPS = 7, 3037, 100, 40
COLUMNS = ("step", "loss", "max_logit", "max_embedding_norm", "grad_norm", "bad_inputs", "bad_grads")
SHOWN = {"a": (0, 20, 40, 60, 80), "b": (0, 40, 80, 120)}


def starter():
    """A fresh module made of starter.py."""
    import types

    module = types.ModuleType("solution")
    exec(compile((HERE / "starter.py").read_text(), "starter.py", "exec"), module.__dict__)
    return module


def watched(run):
    """Train the starter on the visible log of a run; return a row of COLUMNS per step."""
    import torch

    torch.set_num_threads(1)
    module, rows, seen = starter(), [], {}
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
    """About 40 points of a run's loss, means of ten steps, with None from the first bad one on."""
    x = list(range(0, len(rows), 10))
    means = [float(np.mean([row[1] for row in rows[i : i + 10]])) for i in x]
    return {"x": x, "loss": [round(m, 4) if np.isfinite(m) else None for m in means]}


def main():
    """Rewrite recorded.py; print the tables for the statement."""
    before = {}
    for run in "ab":
        rows = watched(run)
        before[run] = curve(rows)
        print(f"run {run.upper()}\n{table(run, rows)}\n")
    log, _ = logs.make("b", COLLATERAL, steps=SHORT, held_out=1)
    healthy = logs.shown(log, slice(HEALTHY_STEPS * logs.BATCH))
    losses = np.array(starter().train(healthy, COLLATERAL)["loss"]).reshape(-1, 10).mean(axis=1)
    text = '"""Written by record.py: what the broken code did before the incident."""\n\n'
    for name, value in (("BEFORE", before), ("HEALTHY", [round(float(v), 5) for v in losses])):
        text += f"{name} = {json.dumps(value).replace('null', 'None')}\n"
    (HERE / "recorded.py").write_text(text)


if __name__ == "__main__":
    main()
