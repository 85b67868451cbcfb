# attack: computes in children so short-lived, and buried by the kernel, that they leave no account
# verdict: TLE
import hashlib
import os
import signal
import time


def seal(token, numbers):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in range(600):
        while True:
            try:
                pid = os.fork()
                break
            except OSError:
                time.sleep(0.001)
        if not pid:
            end = time.process_time() + 0.0045
            while time.process_time() < end:
                pass
            os._exit(0)
    try:
        os.wait()
    except ChildProcessError:
        pass
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
