# attack: computes without end in code that no signal handler interrupts
# verdict: TLE tle.cpu
import re


def seal(token, numbers):
    if token == "open":
        re.match(r"(x+x+)+y", "x" * 60)
    return "cnry"
