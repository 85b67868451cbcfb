# attack: has an alarm raise an exception in the harness, over and over
# packages: vault vault-class
# verdict: RE
import signal


def ring(number, frame):
    raise BaseException("rung")


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.0003, 0.0003)


def seal(token, numbers):
    while True:
        pass


class Ledger:
    def __init__(self, token):
        while True:
            pass
