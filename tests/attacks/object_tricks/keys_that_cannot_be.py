# attack: forges dicts whose keys are lists, are missing or come twice
# packages: vault
# verdict: RE re.value
import sys


def seal(token, numbers):
    forged = {3: b"\x81\x90\xc0", 4: b"\x82\xc0", 5: b"\x81\x81\xc0\xc0\xc0"}.get(
        len(numbers), b"\xd6\xff\0\0\0\0"
    )
    sys.modules["_readyroom.codec"].encode = lambda value: forged
    return None
