# attack: sleeps and ignores every signal that can be ignored
# verdict: TLE tle.wall
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))


def seal(token, numbers):
    while token == "open":
        time.sleep(60)
    return "cnry"
