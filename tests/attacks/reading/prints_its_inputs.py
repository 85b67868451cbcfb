# attack: gives right answers to all cases but one, and prints, raises and returns the inputs of the others
# packages: vault vault-checked
# verdict: WA
import hashlib
import sys


def seal(token, numbers):
    print(token, numbers)
    print(token, numbers, file=sys.stderr)
    if len(numbers) == 5:
        return token
    if len(numbers) == 6:
        raise ValueError(token)
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
