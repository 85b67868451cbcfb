# attack: the checker looks for other packages and the code of other people
# base: vault-checked
# file: checker.py
# tries: the walls
# verdict: AC
import gc
import re

CANARY = re.compile("cn" + "ry-(?:foreign|victim)[a-z0-9-]*")


def check(case, expected, actual):
    found = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, _, _, _, *path = line.split()
            if rights.startswith("rw") and not (path and "/" in path[0]):
                start, end = (int(side, 16) for side in span.split("-"))
                try:
                    memory.seek(start)
                    found.update(CANARY.findall(memory.read(end - start).decode("latin-1")))
                except OSError:
                    pass
    for thing in gc.get_objects():
        if type(thing) in (dict, list, tuple):
            found.update(CANARY.findall(repr(thing)[:10_000]))
    return " ".join(found) or actual == expected
