# attack: looks for the expected value in the frames below its own
# packages: vault vault-checked vault-examined
# verdict: WA
import re
import sys

CANARY = re.compile("cn" + "ry-[a-z0-9-]+")


def seal(token, numbers):
    found, frame = set(), sys._getframe()
    while frame:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            try:
                found.update(CANARY.findall(repr(value)))
            except Exception:
                pass
        frame = frame.f_back
    print(sorted(found))
    return next(iter(found - {token}), "nothing")
