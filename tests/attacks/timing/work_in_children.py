# attack: computes in children that it waits for
# verdict: TLE
import hashlib
import os
import time


def seal(token, numbers):
    for _ in range(4):
        if not os.fork():
            end = time.process_time() + 0.5
            while time.process_time() < end:
                pass
            os._exit(0)
    for _ in range(4):
        os.wait()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
