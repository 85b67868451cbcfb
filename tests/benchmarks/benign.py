"""Programs that do nothing wrong, each with what must come back: what a sandbox has to let pass every single time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandboxes import Ending, Limits

LIMITS = Limits(wall_s=2.0, cpu_s=1.0, memory_bytes=64 << 20)
ROOMY = Limits(wall_s=5.0, cpu_s=4.0, memory_bytes=256 << 20)


@dataclass(frozen=True)
class Benign:
    """A program that defines `f`, its argument, and what its run must come to."""

    name: str
    source: str
    argument: Any = None
    value: Any = None
    ending: Ending = Ending.RETURNED
    limits: Limits = field(default=LIMITS)


PYTHON = (
    Benign("adds", "def f(x): return sum(x)", list(range(1000)), 499_500),
    Benign("gives back what it got", "def f(x): return x", {"a": [1, (2.5, None)], "b": "é" * 100}, {"a": [1, (2.5, None)], "b": "é" * 100}),
    Benign("raises", "def f(x): raise ValueError(x)", "no", None, Ending.RAISED),
    Benign("sleeps", "import time\ndef f(x):\n    time.sleep(x)\n    return x", 0.03, 0.03),
    Benign("recurses to 10 000", "import sys\nsys.setrecursionlimit(11_000)\ndef f(n): return n and 1 + f(n - 1)", 10_000, 10_000),
    Benign("holds 40 of 64 MiB", "def f(x): return len(bytearray(x << 20)) >> 20", 40, 40),
    Benign("computes for a tenth of a second", "import time\ndef f(x):\n    end = time.process_time() + x\n    while time.process_time() < end: pass\n    return x", 0.1, 0.1),
    Benign("prints 50 KiB", "def f(x):\n    for _ in range(x): print('x' * 1023)\n    return x", 50, 50),
    Benign("writes files", "import os\ndef f(x):\n    for n in range(x):\n        with open(f'/tmp/{n}', 'wb') as file: file.write(b'x' * 4096)\n    return len(os.listdir('/tmp')) - 1", 50, 50),
    Benign("has threads", "from concurrent.futures import ThreadPoolExecutor\ndef f(x):\n    with ThreadPoolExecutor(8) as pool: return sum(pool.map(abs, range(-x, x)))", 50, 2500),
    # Not sys.executable: an environment below /tmp is hidden by a run's own /tmp.
    Benign("has a child", "import subprocess, sys\ndef f(x): return subprocess.run([sys._base_executable, '-S', '-c', 'print(7)'], capture_output=True).stdout", None, b"7\n"),
    Benign("forks", "import os\ndef f(x):\n    pid = os.fork()\n    if not pid: os._exit(x)\n    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])", 3, 3),
    Benign("awaits", "import asyncio\nasync def g(n):\n    await asyncio.sleep(0.001)\n    return n\nasync def all(n): return sum(await asyncio.gather(*map(g, range(n))))\ndef f(x): return asyncio.run(all(x))", 50, 1225),
    Benign("multiplies matrices", "import numpy\ndef f(x): return float(numpy.ones((x, x)) @ numpy.ones(x) @ numpy.ones(x))", 200, 40_000.0),
    Benign("solves and transforms", "import numpy\ndef f(x):\n    rng = numpy.random.default_rng(1)\n    a = rng.normal(size=(x, x))\n    b = numpy.fft.ifft(numpy.fft.fft(numpy.linalg.solve(a, a)[0])).real\n    return round(float(b.sum()), 6)", 40, 1.0),
    Benign("returns a large list", "def f(x): return list(range(x))", 100_000, list(range(100_000))),
    Benign("has a deep value", "def f(x):\n    value = 0\n    for _ in range(x): value = [value]\n    return value", 3, [[[0]]]),
    Benign("catches everything", "def f(x):\n    for _ in range(x):\n        try: raise KeyError\n        except BaseException: pass\n    return x", 1000, 1000),
    Benign("handles a signal", "import os, signal\ndef f(x):\n    seen = []\n    signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))\n    os.kill(os.getpid(), signal.SIGUSR1)\n    return len(seen)", None, 1),
    Benign("imports much", "import decimal, email, fractions, html, http, ipaddress, statistics, xml.dom\ndef f(x): return str(fractions.Fraction(x))", 0.5, "1/2"),
)  # fmt: skip
TORCH = (
    Benign("trains", "import torch\ndef f(x):\n    torch.manual_seed(0)\n    model = torch.nn.Linear(4, 1)\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n    for _ in range(x):\n        loss = model(torch.ones(8, 4)).square().mean()\n        optimizer.zero_grad(); loss.backward(); optimizer.step()\n    return loss.item() < 0.01", 20, True, limits=ROOMY),
    Benign("attends", "import torch\ndef f(x):\n    q = torch.ones(1, x, 16)\n    return round(torch.nn.functional.scaled_dot_product_attention(q, q, q).sum().item())", 32, 512, limits=ROOMY),
)  # fmt: skip
