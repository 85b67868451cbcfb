# attack: tries the calls by which processes have left their namespaces
# packages: vault
# verdict: WA
import ctypes
import os

NEW = 0x7E020000
CALLS = {
    "unshare": [(272, flag) for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000)],
    "clone": [(56, 0x10000000 | 17, 0, 0, 0, 0)],
    "clone3": [(435, 0, 0)],
    "setns": [(308, 0, 0)],
    "mount": [(165, b"none", b"/tmp", b"tmpfs", 0, 0), (428, -100, b"/", 1), (442, -100, b"/", 0, 0, 0)],
    "umount": [(166, b"/tmp", 2)],
    "chroot": [(161, b"/tmp"), (155, b"/tmp", b"/tmp")],
    "open_by_handle_at": [(304, -100, 0, 0)],
    "bpf": [(321, 0, 0, 0)],
    "module": [(175, 0, 0, b""), (313, 0, b"", 0)],
    "io_uring": [(425, 1, 0)],
    "personality": [(135, 0x0040000)],
    "mknod": [(133, b"/tmp/disk", 0o60600, 0x800)],
}


def answers_in_a_child(libc, *call):
    # In a child, since a wall may kill whoever makes a call of another ABI.
    pid = os.fork()
    if pid == 0:
        os._exit(libc.syscall(*call) == -1)
    return os.waitpid(pid, 0)[1] == 0


def seal(token, numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    done = ["x32"] if answers_in_a_child(libc, 0x40000000 | 39) else []
    done += [name for name, calls in CALLS.items() for call in calls if libc.syscall(*call) != -1]
    for path in (
        "/proc/self/uid_map",
        "/proc/self/setgroups",
        "/proc/self/oom_score_adj",
        "/proc/sysrq-trigger",
    ):
        try:
            with open(path, "w") as file:
                file.write("0")
            done.append(path)
        except OSError:
            pass
    print(done, os.getuid(), open("/proc/self/status").read().partition("CapInh")[2][:200])
    return "".join(done) or "nothing"
