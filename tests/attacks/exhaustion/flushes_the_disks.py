# attack: has the kernel write every disk's buffers out, over and over
# verdict: RE re.raised
import ctypes
import os


def seal(token, numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    file = os.open(os.__file__, os.O_RDONLY) if hasattr(os, "__file__") else os.open("/", os.O_RDONLY)
    if libc.syncfs(file) == 0 or libc.syscall(162) == 0:
        return "cnry"
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
