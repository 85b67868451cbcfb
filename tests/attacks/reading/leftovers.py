# attack: looks in /tmp, in shared memory and among the kernel's keys for what others have left
# packages: vault vault-examined
# verdict: WA
import os


def seal(token, numbers):
    for place in (
        "/tmp",
        "/tmp/work",
        "/var/tmp",
        "/dev/shm",
        "/dev/mqueue",
        "/run",
        "/run/user",
        "/run/shm",
        "/home",
    ):
        try:
            print(place, os.listdir(place))
        except OSError:
            pass
    for path in ("/proc/keys", "/proc/sysvipc/shm", "/proc/sysvipc/msg", "/proc/locks"):
        try:
            print(open(path).read())
        except OSError:
            pass
    return "nothing"
