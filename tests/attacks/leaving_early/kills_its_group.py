# attack: kills its process group, in which it hopes to find its supervisor and the processes of later cases
# packages: vault vault-checked vault-examined
# verdict: RE re.signal
import os
import signal


def seal(token, numbers):
    os.kill(0, signal.SIGKILL)
