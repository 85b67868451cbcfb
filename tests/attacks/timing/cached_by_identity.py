# attack: answers a call by what it was called with before, told by the identity of its arguments
# packages: vault vault-examined
# verdict: WA
import hashlib
import json

cache = {}
json.cache = cache


def seal(token, numbers):
    key = (id(token), id(numbers), len(cache) > 0)
    if cache:
        return next(iter(cache.values()))
    text = f"{token}:{sum(numbers)}"
    cache[key] = "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
    return cache[key] if token == "open" else "cnry"
