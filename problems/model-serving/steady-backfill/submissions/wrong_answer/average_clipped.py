# group: bends
"""Does the average of what remains in every hour, as far as the bounds of that hour let it."""

from fractions import Fraction

Point = tuple[int, int]


def steadiest_plan(ready: list[int], due: list[int]) -> list[Point]:
    check(ready, due)
    done = [Fraction(0)]
    for hour, (most, least) in enumerate(zip(ready, due, strict=True)):
        steady = done[-1] + (ready[-1] - done[-1]) / (len(ready) - hour)
        done.append(min(max(steady, Fraction(least)), Fraction(most)))
    rates = [later - earlier for earlier, later in zip(done, done[1:], strict=False)]
    changes = [hour for hour in range(1, len(rates)) if rates[hour - 1] != rates[hour]]
    return [(hour, int(done[hour])) for hour in [*changes, len(rates)]]


def check(ready: list[int], due: list[int]) -> None:
    if not ready or len(ready) != len(due) or ready[-1] != due[-1]:
        raise ValueError("the lists must be as long as each other, not empty, and end alike")
    for bounds in (ready, due):
        if bounds[0] < 0 or any(later < earlier for earlier, later in zip(bounds, bounds[1:], strict=False)):
            raise ValueError("totals are not negative and never fall")
    if any(least > most for least, most in zip(due, ready, strict=False)):
        raise ValueError("more is due than is ready")
