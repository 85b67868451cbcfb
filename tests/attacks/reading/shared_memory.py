# attack: opens what processes of one user share: System V memory, queues and semaphores, POSIX queues, key rings
# packages: vault
# verdict: WA
import ctypes

CALLS = {
    "shmget": (29, 0x5EED, 4096, 0o1600),
    "shmat": (30, 0, 0, 0),
    "semget": (64, 0x5EED, 1, 0o1600),
    "msgget": (68, 0x5EED, 0o1600),
    "mq_open": (240, b"/seen", 0o102, 0o600, 0),
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, b"user", b"seen", b"x", 1, -4),
    "memfd_create": (319, b"seen", 0),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
}


def seal(token, numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    open_doors = [name for name, call in CALLS.items() if libc.syscall(*call) != -1]
    print(open_doors)
    return token[:0].join(open_doors) or "nothing"
