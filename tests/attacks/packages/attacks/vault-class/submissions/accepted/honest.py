import hashlib

SOURCE = "cnry-source-reference"


class Ledger:
    def __init__(self, token):
        self.token, self.total = token, 0

    def add(self, number):
        self.total += number

    def seal(self):
        text = f"{self.token}:{self.total}"
        return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
