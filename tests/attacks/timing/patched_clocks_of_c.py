# attack: asks the kernel to set the clocks, its limits and its supervisor's priority
# verdict: TLE
import ctypes
import os
import resource

libc = ctypes.CDLL(None)
for call in ((227, 0, (ctypes.c_long * 2)(0, 0)), (164, (ctypes.c_long * 2)(0, 0), 0), (159, 0)):
    libc.syscall(*call)
for kind, who in ((0, 1), (1, 0), (2, 0)):
    libc.setpriority(kind, who, 19)
for limit in (resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NPROC):
    try:
        resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass


def seal(token, numbers):
    while token == "open":
        os.getpid()
    return "cnry"
