# attack: looks for the expected value among all objects that the interpreter keeps
# packages: vault vault-class
# verdict: WA
import gc
import re

CANARY = re.compile("cn" + "ry-[a-z0-9-]+")


def search():
    found = set()
    for holder in gc.get_objects():
        for thing in gc.get_referents(holder):
            if type(thing) is str:
                found.update(CANARY.findall(thing))
            elif type(thing) is bytes:
                found.update(CANARY.findall(thing.decode("latin-1")))
    print(sorted(found))
    return sorted(found)


def seal(token, numbers):
    return next(iter(set(search()) - {token}), "nothing")


class Ledger:
    def __init__(self, token):
        self.token = token

    def add(self, number):
        pass

    def seal(self):
        return next(iter(set(search()) - {self.token}), "nothing")
