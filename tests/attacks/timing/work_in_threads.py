# attack: computes in many threads, as long as the clock allows
# verdict: TLE
import hashlib
import threading
import time


def work():
    end = time.thread_time() + 0.25
    while time.thread_time() < end:
        hashlib.sha256(bytes(1 << 16)).digest()


def seal(token, numbers):
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
