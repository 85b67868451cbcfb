# attack: takes shared memory through /dev/zero
# verdict: RE re.raised
import mmap


def seal(token, numbers):
    with open("/dev/zero", "r+b") as zero:
        shared = mmap.mmap(zero.fileno(), 512 << 20)
    for place in range(0, len(shared), 4096):
        shared[place] = 1
    return "cnry"
