# attack: kills every process that it can reach
# packages: vault vault-checked vault-examined
# verdict: RE re.signal
import os
import signal
import time


def seal(token, numbers):
    if not os.fork():
        time.sleep(60)
    os.kill(-1, signal.SIGKILL)
    for pid in range(1, 5000):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
