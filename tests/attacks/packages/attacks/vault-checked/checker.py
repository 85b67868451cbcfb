SOURCE = "cnry-source-checker"


def check(case, expected, actual):
    return actual == expected or "that is not the seal"
