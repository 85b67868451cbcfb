import hashlib
import time

from readyroom import Check, Finding

SOURCE = "cnry-source-examiner"
BUSY_S = 0.08
THINK_S = 0.02


def examine(candidate, token, rounds):
    right, seconds = True, 0.0
    for n in range(1, rounds + 1):
        time.sleep(THINK_S)
        wanted = hashlib.sha256(f"{token}:{n * n}".encode()).hexdigest()[:12]
        right &= candidate.seal(token, [n] * n) == f"cnry-{wanted}"
        seconds += candidate.meta["cpu_s"]
    candidate.fresh()
    again = candidate.seal(token, [])
    seconds += candidate.meta["cpu_s"]
    wanted = hashlib.sha256(f"{token}:0".encode()).hexdigest()[:12]
    return Finding(
        [
            Check("every seal is right", right),
            Check("a new process seals alike", again == f"cnry-{wanted}"),
            Check("little processor time", seconds < BUSY_S),
        ]
    )
