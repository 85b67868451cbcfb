# attack: sleeps
# packages: vault vault-class
# verdict: TLE tle.wall
import time


def seal(token, numbers):
    if token == "open":
        time.sleep(60)
    return "cnry"


class Ledger:
    def __init__(self, token):
        time.sleep(60 * (token == "open"))

    def add(self, number):
        pass

    def seal(self):
        return "cnry"
