def check(case, expected, actual):
    if not isinstance(actual, (tuple, list)) or len(actual) != 2:
        return "a pair has two numbers"
    numbers, total = case.args
    if sum(actual) != total:
        return f"{actual[0]} + {actual[1]} is not {total}"
    return all(number in numbers for number in actual)
