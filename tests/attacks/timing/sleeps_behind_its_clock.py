# attack: makes itself wait for a processor, whose time is not counted, and sleeps meanwhile
# verdict: TLE
import os
import time


def seal(token, numbers):
    os.nice(19)
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    while token == "open":
        os.sched_yield()
        time.sleep(0.0001)
    return "cnry"
