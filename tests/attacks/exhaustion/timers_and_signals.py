# attack: sets every timer there is and sends itself signals without end
# verdict: TLE
import os
import signal

signal.signal(signal.SIGALRM, lambda *_: None)
signal.signal(signal.SIGUSR1, lambda *_: None)


def seal(token, numbers):
    signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
    while token == "open":
        os.kill(os.getpid(), signal.SIGUSR1)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return "cnry"
