# attack: reads address 0
# verdict: RE re.signal
import ctypes


def seal(token, numbers):
    ctypes.string_at(0)
