import hashlib

SOURCE = "cnry-source-reference"


def seal(token, numbers):
    text = f"{token}:{sum(numbers)}"
    return "cnry-" + hashlib.sha256(text.encode()).hexdigest()[:12]
