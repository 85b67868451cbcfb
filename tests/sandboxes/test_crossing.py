"""Values on their way into a cell and out again."""

from collections.abc import Callable
from typing import Any

import numpy
import pytest
from hypothesis import HealthCheck, given, settings

from sandboxes import Call, Packed, Pool, Session, values

from .conftest import ROOMY
from .test_values import PLAIN, exactly


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(PLAIN)
def test_value_comes_back_as_it_went_in(echo: Callable[[Any], Any], value: object) -> None:
    assert exactly(echo(value)) == exactly(value)


@pytest.fixture(scope="module")
def echo(pool: Pool) -> Any:
    """Return a function that sends a value through a process of a cell."""
    files = {"solution.py": b"def f(x): return x"}
    with pool.session("python", files, ROOMY) as session, session.open("solution.py") as process:
        yield lambda value: process.call("f", (value,)).value


def test_array_is_an_ndarray_inside(session_for: Callable[..., Session]) -> None:
    source = "def f(a):\n    a[0] = 9\n    return [type(a).__name__, str(a.dtype), a * 2]"
    with session_for(source) as session:
        name, dtype, doubled = session.run(
            Call("solution.py", "f", args=(numpy.arange(3, dtype="i4"),))
        ).value
    assert (name, dtype, doubled.numpy().tolist()) == ("ndarray", "int32", [18, 2, 4])


def test_packed_arguments_are_used_as_they_are(session_for: Callable[..., Session]) -> None:
    args, kwargs = Packed(values.pack((1, 2))), Packed(values.pack({"c": 3}))
    with session_for("def f(a, b, c): return [a, b, c]") as session:
        assert session.run(Call("solution.py", "f", args=args, kwargs=kwargs)).value == [1, 2, 3]


def test_equal_lists_that_are_packed_stay_two_lists(session_for: Callable[..., Session]) -> None:
    row: list[int] = []
    with session_for("def f(a, b):\n    a.append(1)\n    return b") as session:
        assert session.run(Call("solution.py", "f", args=(row, row))).value == []


def test_buffers_and_subclasses_do_not_travel_as_bytes() -> None:
    assert values.pack([numpy.float64(1.5), numpy.arange(2), bytearray(b"x")])[:1] == b"C"
    assert values.pack([1, 2.5, ("a", b"b", None, {"k": [True]}), 1 << 80])[:1] == b"M"


def test_list_that_contains_itself_is_refused() -> None:
    ring: list[object] = []
    ring.append(ring)
    with pytest.raises(values.ValueRefused):
        values.pack(ring)


def test_keyword_arguments_arrive(session_for: Callable[..., Session]) -> None:
    with session_for("def f(a, *, b=0): return [a, b]") as session:
        assert session.run(Call("solution.py", "f", args=(1,), kwargs={"b": 2})).value == [1, 2]


def test_tensor_crosses_both_ways(torch_pool: Pool) -> None:
    source = (
        b"import torch\n"
        b"def f(t):\n"
        b"    assert type(t) is torch.Tensor\n"
        b"    return [t * 2, torch.tensor([1.5], dtype=torch.bfloat16), torch.ones(2, requires_grad=True).sum()]\n"
    )
    tensor = values.Array("float32", (2, 1), numpy.array([[1], [2]], dtype="f4").tobytes(), "torch")
    with torch_pool.session("torch", {"solution.py": source}, ROOMY) as session:
        doubled, half, total = session.run(Call("solution.py", "f", args=(tensor,))).value
    assert (doubled.kind, doubled.shape, doubled.numpy().tolist()) == ("torch", (2, 1), [[2.0], [4.0]])
    assert (half.dtype, half.numpy().tolist()) == ("bfloat16", [1.5])
    assert (total.shape, total.numpy().tolist()) == ((), 2.0)


def test_tensor_of_bfloat16_goes_in(torch_pool: Pool) -> None:
    half = values.Array("bfloat16", (1,), b"\x80\x3f", "torch")
    with torch_pool.session(
        "torch", {"solution.py": b"def f(t): return [str(t.dtype), t.item()]"}, ROOMY
    ) as session:
        assert session.run(Call("solution.py", "f", args=(half,))).value == ["torch.bfloat16", 1.0]


def test_memory_that_pytorch_is_refused_is_a_memory_ending(torch_pool: Pool) -> None:
    source = b"import torch\ndef f(): return torch.zeros(10**11).sum()"
    with torch_pool.session("torch", {"solution.py": source}, ROOMY) as session:
        assert session.run(Call("solution.py", "f")).ending.name == "MEMORY"


def test_training_step_runs_under_the_filter(torch_pool: Pool) -> None:
    source = (
        b"import torch\n"
        b"def f():\n"
        b"    torch.manual_seed(0)\n"
        b"    model = torch.nn.Linear(4, 1)\n"
        b"    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)\n"
        b"    x, y = torch.randn(32, 4), torch.zeros(32, 1)\n"
        b"    first = None\n"
        b"    for _ in range(50):\n"
        b"        loss = torch.nn.functional.mse_loss(model(x), y)\n"
        b"        first = first or loss.item()\n"
        b"        optimizer.zero_grad(); loss.backward(); optimizer.step()\n"
        b"    return loss.item() < first / 10\n"
    )
    with torch_pool.session("torch", {"solution.py": source}, ROOMY) as session:
        assert session.run(Call("solution.py", "f")).value is True
