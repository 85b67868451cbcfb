# attack: computes its answers while it is imported, longer than a case may take
# packages: vault vault-checked vault-class
# verdict: TLE
import time

end = time.process_time() + 30
while time.process_time() < end:
    pass


def seal(token, numbers):
    return "cnry"
