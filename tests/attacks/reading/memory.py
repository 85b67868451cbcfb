# attack: looks for the expected value, other cases, the seed and the reference in every page of its memory
# packages: vault vault-checked vault-examined
# verdict: WA
import re

CANARY = re.compile(b"cn[r]y-[a-z0-9-]+")
SEED = re.compile(b"7272[7]4657311")


def seal(token, numbers):
    found = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, _, _, _, *path = line.split()
            if not rights.startswith("rw") or path and "/" in path[0]:
                continue
            start, end = (int(side, 16) for side in span.split("-"))
            try:
                memory.seek(start)
                page = memory.read(end - start)
            except OSError:
                continue
            found.update(word.decode() for word in CANARY.findall(page) + SEED.findall(page))
    print(sorted(found))
    return next(iter(found - {token}), "nothing")
