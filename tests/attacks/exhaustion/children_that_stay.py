# attack: leaves children behind that compute, detached from it in every way
# packages: vault vault-checked vault-examined
# verdict: WA
import os


def seal(token, numbers):
    for _ in range(2):
        if not os.fork():
            os.setsid()
            if not os.fork():
                while True:
                    pass
            os._exit(0)
        os.wait()
    return "cnry"
