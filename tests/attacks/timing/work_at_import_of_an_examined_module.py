# attack: moves the time that an examiner measures to the import of its module
# packages: vault-examined
# verdict: WA wa.check
import hashlib
import time

end = time.process_time() + 0.12
while time.process_time() < end:
    pass


def seal(token, numbers):
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
