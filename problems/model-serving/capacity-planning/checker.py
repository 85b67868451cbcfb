"""Any plan counts that carries the traffic, keeps to the stock and costs no more than the reference's."""

from typing import Any

from erlang import carried

SLACK = 1e-9  # relative; cases keep further away from the edge, own inputs get the benefit of the doubt


def check(case: Any, expected: Any, actual: Any) -> bool | str:
    kinds, qps = case.args
    actual = _plain(actual)
    if actual is None:
        return expected is None or "there is a plan, but None was returned"
    if not isinstance(actual, list) or len(actual) != len(kinds):
        return f"a list with one count for each of the {len(kinds)} kinds was asked for"
    for count, kind in zip(actual, kinds, strict=True):
        if type(count) is not int or not 0 <= count <= kind[3]:
            return f"counts are whole numbers from 0 to the stock, not {count!r:.40}"
    load = sum(carried(count, rate, wait) for count, (_, rate, wait, _) in zip(actual, kinds, strict=True))
    if load < qps * (1 - SLACK):
        return f"these GPUs carry {load:.6g} requests per second, {qps:.6g} were asked for"
    if expected is not None and _price(actual, kinds) > _price(expected, kinds):
        return f"this costs {_price(actual, kinds)}, {_price(expected, kinds)} would do"
    return True


def _price(counts: list[int], kinds: list[tuple[int, float, float, int]]) -> int:
    return sum(count * kind[0] for count, kind in zip(counts, kinds, strict=True))


def _plain(value: Any) -> Any:
    """Lists and numbers of NumPy as Python's own."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
