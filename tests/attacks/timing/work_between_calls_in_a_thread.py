# attack: computes in a thread while the examiner thinks, where no call is measured
# packages: vault-examined
# verdict: WA wa.check
import hashlib
import threading
import time

NEEDED_S = 0.12
done = threading.Event()


def work():
    end = time.thread_time() + NEEDED_S
    while time.thread_time() < end:
        pass
    done.set()


def seal(token, numbers):
    if len(numbers) == 1:
        threading.Thread(target=work).start()
    if len(numbers) > 1:
        done.wait()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
