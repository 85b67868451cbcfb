# attack: stops its process group and itself
# verdict: TLE tle.wall
import os
import signal


def seal(token, numbers):
    if token == "open":
        os.kill(0, signal.SIGSTOP)
