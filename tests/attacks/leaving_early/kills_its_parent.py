# attack: kills its parent, pid 1 and itself
# packages: vault vault-examined
# verdict: RE re.signal
import os
import signal


def seal(token, numbers):
    for pid in (os.getppid(), 1, os.getpid()):
        os.kill(pid, signal.SIGKILL)
