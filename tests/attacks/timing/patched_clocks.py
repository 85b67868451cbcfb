# attack: stops every clock and computes on
# packages: vault vault-examined
# verdict: TLE
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, f"{name}_ns", lambda: 0)
time.sleep = lambda seconds: None


def seal(token, numbers):
    while token == "open":
        time.monotonic()
    return "cnry"
