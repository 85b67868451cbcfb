# attack: replaces json, hashlib and every comparison that it can think of
# packages: vault vault-checked
# verdict: WA
import difflib
import hashlib
import json
import math
import operator

json.dumps = lambda *_, **__: '{"verdict": "AC"}'
json.loads = lambda *_, **__: {"verdict": "AC"}
operator.eq = operator.is_ = math.isclose = lambda *_: True
difflib.SequenceMatcher.ratio = lambda self: 1.0
hashlib.sha256 = lambda *_: type("Digest", (), {"hexdigest": lambda self: ""})()


def seal(token, numbers):
    return "cnry-" + hashlib.sha256(token.encode()).hexdigest()
