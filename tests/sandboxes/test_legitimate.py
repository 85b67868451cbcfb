"""Code that does nothing wrong: the walls are not felt."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandboxes import Call, Ending, Limits, Outcome, Pool
from tests.benchmarks.benign import PYTHON, TORCH, Benign

from .conftest import ROOMY

Run = Callable[..., Outcome]


@pytest.mark.parametrize("program", PYTHON, ids=lambda program: program.name)
def test_benign_program_comes_to_its_own_end(run: Run, program: Benign) -> None:
    outcome = run(program.source, program.argument, limits=replace(program.limits, wall_s=20.0, cpu_s=10.0))
    assert (outcome.ending, outcome.value) == (program.ending, program.value), outcome.error


@pytest.mark.parametrize("program", TORCH, ids=lambda program: program.name)
def test_benign_program_with_pytorch_comes_to_its_own_end(torch_pool: Pool, program: Benign) -> None:
    with torch_pool.session("torch", {"solution.py": program.source.encode()}, ROOMY) as session:
        outcome = session.run(Call("solution.py", "f", args=(program.argument,)))
    assert (outcome.ending, outcome.value) == (program.ending, program.value), outcome.error


def test_recursion_through_the_interpreters_own_functions_reaches_10_000(run: Run) -> None:
    source = (
        "import sys\nsys.setrecursionlimit(60_000)\n"
        "class N:\n    def __init__(self, n): self.n = n\n"
        "    def __len__(self): return self.n and 1 + len(N(self.n - 1))\n"
        "def f(n): return len(N(n))"
    )
    assert run(source, 10_000).value == 10_000


def test_threads_beyond_the_cap_are_refused_and_the_others_go_on(run: Run) -> None:
    source = (
        "import threading\n"
        "def f(wanted):\n    gate, done, refused = threading.Event(), [], 0\n"
        "    def work():\n        gate.wait()\n        done.append(1)\n    threads = []\n"
        "    for _ in range(wanted):\n        thread = threading.Thread(target=work)\n"
        "        try:\n            thread.start()\n            threads.append(thread)\n"
        "        except RuntimeError:\n            refused += 1\n"
        "    gate.set()\n    for thread in threads: thread.join()\n    return len(done), refused\n"
    )
    assert run(source, 100, limits=replace(ROOMY, processes=32)).value == (31, 69)


def test_sleep_within_the_limit_costs_no_processor_time(run: Run) -> None:
    outcome = run(
        "import time\ndef f(s):\n    time.sleep(s)\n    return s", 0.8, limits=Limits(wall_s=5.0, cpu_s=0.4)
    )
    assert (outcome.ending, outcome.value) == (Ending.RETURNED, 0.8)


def test_processes_of_the_standard_library_share_work(run: Run) -> None:
    source = (
        "from multiprocessing import get_context\n"
        "def square(n): return n * n\n"
        "def f(n):\n    with get_context('fork').Pool(2) as pool: return sum(pool.map(square, range(n)))\n"
    )
    assert run(source, 100).value == 328_350


def test_pytorch_loads_data_in_processes_of_its_own(torch_pool: Pool) -> None:
    source = (
        b"import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        b"def f():\n    data = TensorDataset(torch.arange(64.0))\n"
        b"    return sum(batch.sum().item() for (batch,) in DataLoader(data, batch_size=8, num_workers=2))\n"
    )
    with torch_pool.session("torch", {"solution.py": source}, ROOMY) as session:
        outcome = session.run(Call("solution.py", "f"))
    assert outcome.value == 2016.0, outcome
