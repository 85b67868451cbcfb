# attack: has an alarm raise an exception in the harness while that waits for the next call
# packages: vault-examined
# verdict: RE
import hashlib
import signal


def ring(number, frame):
    raise BaseException("rung")


signal.signal(signal.SIGALRM, ring)


def seal(token, numbers):
    signal.setitimer(signal.ITIMER_REAL, 0.002)
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
