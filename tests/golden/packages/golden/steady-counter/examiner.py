from readyroom import Check, Finding


def examine(candidate, numbers):
    totals = [candidate.add(n) for n in numbers]
    expected = [sum(numbers[: i + 1]) for i in range(len(numbers))]
    checks = [Check("totals add up", totals == expected, f"saw {totals}")]
    candidate.fresh()
    first = candidate.add(1)
    checks.append(Check("a new process starts at 0", first == 1, f"saw {first}"))
    checks.append(Check("time is told", candidate.meta["wall_s"] > 0))
    if len(numbers) > 2:
        try:
            candidate.add(-1)
            refused = False
        except Exception as error:
            refused = "ValueError" in str(error)
        checks.append(Check("negative numbers are refused", refused, "add(-1)", group="refusal"))
    curve = {"x": list(range(len(numbers))), "before": expected, "after": totals}
    return Finding(checks, curves={"totals": curve})
