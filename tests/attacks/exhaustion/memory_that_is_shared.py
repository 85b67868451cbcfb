# attack: takes memory that is shared, and so belongs to no process alone
# packages: vault vault-examined
# verdict: RE re.raised
import mmap


def seal(token, numbers):
    shared = mmap.mmap(-1, 512 << 20)
    for place in range(0, len(shared), 4096):
        shared[place] = 1
    return "cnry"
