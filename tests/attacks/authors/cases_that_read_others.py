# attack: the generator looks for other packages and the code of other people
# base: vault
# file: cases.py
# tries: the walls
# verdict: AC
import os
import re
import sys

from readyroom import Case

CANARY = re.compile("cn" + "ry-(?:foreign|victim)[a-z0-9-]*")


def found():
    frame = sys._getframe()
    while frame:
        for value in (*frame.f_locals.values(), *frame.f_globals.values()):
            try:
                yield from CANARY.findall(repr(value))
            except Exception:
                pass
        frame = frame.f_back
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, _, _, _, *path = line.split()
            if rights.startswith("rw") and not (path and "/" in path[0]):
                start, end = (int(side, 16) for side in span.split("-"))
                try:
                    memory.seek(start)
                    yield from CANARY.findall(memory.read(end - start).decode("latin-1"))
                except OSError:
                    pass
    for root in ("/tmp", "/dev/shm", "/home", "/root", "/srv", "/var", "/problems"):
        for _, _, files in os.walk(root):
            yield from CANARY.findall(" ".join(files))


def cases(rng):
    yield Case(args=("open", [1, 2, 3]), note=" ".join(found()))
    yield Case(args=("shut", [1]), group="hidden")
