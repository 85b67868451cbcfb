# attack: computes in a child while the examiner thinks, where no call is measured
# packages: vault-examined
# verdict: WA wa.check
import hashlib
import os
import time

NEEDED_S = 0.12
result = None


def seal(token, numbers):
    global result
    if len(numbers) == 1:
        result, say = os.pipe()
        if not os.fork():
            end = time.process_time() + NEEDED_S
            while time.process_time() < end:
                pass
            os.write(say, b"done")
            os._exit(0)
        os.close(say)
    if len(numbers) > 1:
        os.read(result, 4)
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
