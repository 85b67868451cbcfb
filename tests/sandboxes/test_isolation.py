"""What the candidate's code can reach: its own files and nothing else. Each attempt is made for real."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sandboxes import Call, Ending, Limits, Outcome, Pool, Session, Settings

from .conftest import ROOMY, opened

Run = Callable[..., Outcome]
Make = Callable[..., Session]


def test_working_directory_holds_the_candidates_files_alone(session_for: Make) -> None:
    source = "import os\ndef f(): return [os.getcwd(), sorted(os.listdir('.')), sorted(os.listdir('/tmp'))]"
    with session_for(source, **{"helper.py": b"x = 1", "data/in.txt": b"1"}) as session:
        value = session.run(Call("solution.py", "f")).value
    assert value == ["/tmp/work", ["data", "helper.py", "solution.py"], ["work"]]


def test_files_of_a_run_are_gone_in_the_next(session_for: Make) -> None:
    source = (
        "import glob\n"
        "def leave():\n"
        "    for path in ('/tmp/a', '/tmp/work/b', '/dev/shm/c'):\n"
        "        open(path, 'w').write('x')\n"
        "    open('/tmp/work/solution.py', 'w').write('def f(): return 1')\n"
        "def look(): return glob.glob('/tmp/a') + glob.glob('/tmp/work/*') + glob.glob('/dev/shm/*')\n"
    )
    with session_for(source) as session:
        assert session.run(Call("solution.py", "leave")).ending is Ending.RETURNED
        assert session.run(Call("solution.py", "look")).value == ["/tmp/work/solution.py"]
    with session_for(source) as session:
        assert session.run(Call("solution.py", "look")).value == ["/tmp/work/solution.py"]


def test_state_of_a_run_is_gone_in_the_next(session_for: Make) -> None:
    source = (
        "import math, sys\ndef f():\n    seen = getattr(math, 'seen', 0)\n    math.seen = 1\n    return seen"
    )
    with session_for(source) as session:
        assert [session.run(Call("solution.py", "f")).value for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    "path",
    [
        "/x",
        "/usr/x",
        "/etc/x",
        "/dev/x",
        "/dev/mqueue/x",
        "/var/tmp/x",
        "/run/x",
        "/home/x",
        "/proc/self/oom_score_adj",
    ],
)
def test_nothing_outside_tmp_can_be_written(run: Run, path: str) -> None:
    outcome = run("def f(path):\n    open(path, 'w').write('1')", path)
    assert outcome.ending is Ending.RAISED
    assert outcome.error is not None
    assert outcome.error.type in ("OSError", "PermissionError", "FileNotFoundError", "NotADirectoryError")


def test_files_of_the_host_are_not_there(run: Run) -> None:
    here = os.path.abspath(__file__)
    source = "import os\ndef f(paths): return [p for p in paths if os.path.exists(p)]"
    paths = [
        here,
        os.path.dirname(here),
        os.getcwd() + "/manage.py",
        "/var/run/docker.sock",
        "/etc/shadow-",
        "/root/.ssh",
    ]
    assert run(source, paths).value == []


def test_environment_holds_nothing_of_the_hosts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import os\ndef f(): return sorted(os.environ), open('/proc/self/environ').read()"
    names, raw = run(source).value
    assert names == [
        "HOME", "LANG", "LOGNAME", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH",
        "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "TMPDIR", "USER",
    ]  # fmt: skip
    leaked = {entry.partition("=")[0] for entry in raw.split("\0") if entry} - {
        *names,
        "PWD",
        "HOSTNAME",
        "GPG_KEY",
    }
    assert {name for name in leaked if not name.startswith("PYTHON")} == set()


def test_proc_shows_this_run_alone(run: Run) -> None:
    source = (
        "import os\ndef f():\n"
        "    pids = sorted(int(p) for p in os.listdir('/proc') if p.isdigit())\n"
        "    return [pids[0], len(pids), os.getppid(), os.path.exists('/proc/sys'), os.path.exists('/proc/kcore')]"
    )
    assert run(source).value == [1, 2, 0, False, False]


@pytest.mark.parametrize("name", ["mem", "environ", "maps", "fd", "cwd", "root", "exe", "stack"])
def test_supervisor_is_closed_to_the_candidate(run: Run, name: str) -> None:
    source = "import os\ndef f(p):\n    return os.listdir(p) if os.path.isdir(p) and p.endswith('fd') else open(p).read(1)"
    outcome = run(source, f"/proc/1/{name}")
    assert outcome.error is not None
    assert outcome.error.type == "PermissionError"


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"])
def test_no_socket_leads_out(run: Run, family: str) -> None:
    outcome = run(f"import socket\ndef f():\n    socket.socket(socket.{family}, socket.SOCK_DGRAM)")
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.message) == (
        "PermissionError",
        "[Errno 1] Operation not permitted",
    )


def test_local_socket_pairs_work(run: Run) -> None:
    source = (
        "import socket\ndef f():\n    a, b = socket.socketpair()\n    a.send(b'hi')\n    return b.recv(2)"
    )
    assert run(source).value == b"hi"


CALLS = {
    "ptrace attach": (101, 16, 1, 0, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount": (166, 0, 0),
    "unshare user": (272, 0x10000000),
    "setns": (308, 0, 0),
    "clone into a user namespace": (56, 0x10000000 | 17, 0, 0, 0, 0),
    "keyctl": (250, 0, 0, 0, 0, 0),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "userfaultfd": (323, 0),
    "io_uring_setup": (425, 1, 0),
    "memfd_create": (319, 0, 0),
    "kexec_load": (246, 0, 0, 0, 0),
    "prlimit of the supervisor": (302, 1, 7, 0, 0),
    "sched_setaffinity of the supervisor": (203, 1, 8, 0),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "chroot": (161, 0),
    "personality": (135, 0x0040000),
    "pidfd_getfd": (438, 0, 0, 0),
    "capset": (126, 0, 0),
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="system calls by their numbers on x86_64")
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_dangerous_system_call_is_not_permitted(run: Run, call: tuple[int, ...]) -> None:
    source = (
        "import ctypes\ndef f(*numbers):\n    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    return libc.syscall(*map(ctypes.c_long, numbers)), ctypes.get_errno()"
    )
    assert run(source, *call).value == (-1, 1)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="system calls by their numbers on x86_64")
@pytest.mark.parametrize("number", [435, 999], ids=["clone3", "a future call"])
def test_unknown_system_call_looks_unimplemented(run: Run, number: int) -> None:
    source = "import ctypes\ndef f(n):\n    libc = ctypes.CDLL(None, use_errno=True)\n    return libc.syscall(n, 0, 0), ctypes.get_errno()"
    assert run(source, number).value == (-1, 38)


def test_killing_everything_spares_the_supervisor(session_for: Make) -> None:
    source = (
        "import os, signal\ndef f():\n    for s in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):\n"
        "        os.kill(1, s)\n    if not os.fork(): signal.pause()\n    os.kill(-1, signal.SIGKILL)\n"
        "    return 'alive'\ndef g(): return 'next'"
    )
    with session_for(source) as session:
        assert session.run(Call("solution.py", "f")).value == "alive"  # kill(-1) spares the caller
        assert session.run(Call("solution.py", "g")).value == "next"


def test_fork_bomb_is_capped_and_leaves_nothing(session_for: Make) -> None:
    source = (
        "import os, time\n"
        "def bomb():\n"
        "    made = 0\n"
        "    while True:\n"
        "        try:\n            pid = os.fork()\n"
        "        except BlockingIOError:\n            return made\n"
        "        if not pid:\n            time.sleep(60)\n"
        "        made += 1\n"
        "def count(): return len([p for p in os.listdir('/proc') if p.isdigit()])\n"
    )
    with session_for(source, replace(ROOMY, processes=20)) as session:
        assert session.run(Call("solution.py", "bomb")).value == 19
        assert session.run(Call("solution.py", "count")).value == 2


def test_daemonised_child_dies_with_its_run(session_for: Make) -> None:
    source = (
        "import os, time\n"
        "def leave():\n"
        "    if not os.fork():\n"
        "        os.setsid()\n"
        "        if not os.fork():\n            time.sleep(60)\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
        "def count(): return len([p for p in os.listdir('/proc') if p.isdigit()])\n"
    )
    with session_for(source) as session:
        session.run(Call("solution.py", "leave"))
        assert session.run(Call("solution.py", "count")).value == 2


def test_threads_are_capped_with_an_exception(run: Run) -> None:
    source = (
        "import threading, time\ndef f():\n    made = 0\n    try:\n        while True:\n"
        "            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n            made += 1\n"
        "    except RuntimeError as error:\n        return made, str(error)"
    )
    made, message = run(source, limits=replace(ROOMY, processes=16)).value
    assert (made, message) == (15, "can't start new thread")


def test_disk_bomb_fills_its_own_tmp_alone(run: Run) -> None:
    source = (
        "def f():\n    total = 0\n    try:\n        for n in range(1000):\n"
        "            with open(f'/tmp/{n}', 'wb') as file:\n                total += file.write(b'x' * (1 << 20))\n"
        "    except OSError as error:\n        return error.errno, total >> 20"
    )
    number, written = run(source, limits=replace(ROOMY, file_bytes=8 << 20)).value
    assert number == 28
    assert 6 <= written <= 8


def test_large_file_is_refused(run: Run) -> None:
    source = "def f():\n    with open('/tmp/x', 'wb') as file:\n        file.seek(1 << 30)\n        file.write(b'x')"
    outcome = run(source, limits=replace(ROOMY, file_bytes=8 << 20))
    assert outcome.error is not None
    assert outcome.error.message == "[Errno 27] File too large"


def test_own_modules_shadow_nothing_of_the_harness(session_for: Make) -> None:
    shadows = dict.fromkeys(
        ("msgpack.py", "sitecustomize.py", "linecache.py", "wire.py"), b"raise SystemExit('shadowed')"
    )
    with session_for("def f(): return [1]", **shadows) as session:
        assert session.run(Call("solution.py", "f")).value == [1]


def test_own_helper_module_can_be_imported(session_for: Make) -> None:
    with session_for("import helper\ndef f(): return helper.x", **{"helper.py": b"x = 5"}) as session:
        assert session.run(Call("solution.py", "f")).value == 5


def test_memory_limit_beyond_the_cells_is_refused(pool: Pool) -> None:
    with pytest.raises(ValueError, match="SANDBOX_CELL_MEMORY_MIB"):
        pool.session("python", {"solution.py": b""}, Limits(memory_bytes=1 << 50))


@pytest.mark.parametrize("name", ["../x.py", "/etc/x", "a/../../b", "", "a//b", "x\0y"])
def test_file_name_that_leaves_the_directory_is_refused(pool: Pool, name: str) -> None:
    with pytest.raises(ValueError, match="not a usable file name"):
        pool.session("python", {name: b""})


def test_processes_of_other_runs_cannot_be_seen_or_signalled(session_for: Make) -> None:
    source = (
        "import os, signal\ndef f():\n    reached = []\n"
        "    for pid in range(3, 400):\n"
        "        try:\n            os.kill(pid, 0)\n            reached.append(pid)\n"
        "        except ProcessLookupError:\n            pass\n"
        "    return reached\n"
    )
    with session_for(source) as session:
        assert [session.run(Call("solution.py", "f")).value for _ in range(3)] == [[], [], []]


def test_more_runs_than_were_prepared_ahead(session_for: Make) -> None:
    with session_for("def f(n): return n") as session:
        assert [session.run(Call("solution.py", "f", args=(n,))).value for n in range(60)] == list(range(60))


def test_signal_to_its_process_group_reaches_no_process_of_a_later_run(session_for: Make) -> None:
    source = "import os\ndef f(): os.kill(0, 9)\ndef g(): return 1"
    with session_for(source) as session:
        endings = [session.run(Call("solution.py", name)).ending for name in "fgfgfg"]
        assert endings == [Ending.SIGNALLED, Ending.RETURNED] * 3


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="system calls by their numbers on x86_64")
def test_no_process_can_be_made_a_child_of_ours(run: Run) -> None:
    source = (
        "import ctypes, os\ndef f():\n    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    pid = libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0)\n"
        "    if pid == 0: os._exit(0)\n    return pid, ctypes.get_errno()\n"
    )
    assert run(source).value == (-1, 1)


@pytest.mark.parametrize("zeros", ["-1", "open('/dev/zero', 'r+b').fileno()"])
def test_no_memory_can_be_mapped_that_is_no_processs_own(run: Run, zeros: str) -> None:
    outcome = run(f"import mmap\ndef f(): return mmap.mmap({zeros}, 1 << 20)")
    assert outcome.error is not None
    assert outcome.error.type in ("PermissionError", "OSError")


def test_memory_can_be_mapped_privately_or_from_a_file_and_zeros_be_read(run: Run) -> None:
    source = (
        "import mmap\ndef f():\n    own = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE)\n    own[0] = 7\n"
        "    with open('/dev/shm/x', 'w+b') as file:\n        file.truncate(4096)\n        shared = mmap.mmap(file.fileno(), 4096)\n"
        "    shared[1] = 9\n    return own[0], shared[1], open('/dev/zero', 'rb').read(3)"
    )
    assert run(source).value == (7, 9, bytes(3))


def test_shared_memory_of_the_standard_library_works(run: Run) -> None:
    source = (
        "from multiprocessing import shared_memory, Array\ndef f():\n"
        "    block = shared_memory.SharedMemory(create=True, size=4096)\n    block.buf[0] = 7\n"
        "    again = shared_memory.SharedMemory(block.name)\n    value = again.buf[0]\n"
        "    again.close(); block.close(); block.unlink()\n    return value\n"
    )
    assert run(source).value == 7


def test_disks_of_the_host_cannot_be_flushed(run: Run) -> None:
    source = (
        "import ctypes, os\ndef f():\n    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    return libc.syncfs(os.open('/', os.O_RDONLY)), ctypes.get_errno()\n"
    )
    assert run(source).value == (-1, 1)


@pytest.mark.bubblewrap
def test_an_environment_below_tmp_is_not_hidden_by_the_runs_own(tmp_path: Path) -> None:
    (tmp_path / "environment").symlink_to(Settings.from_environment().environment)
    source = (
        "import subprocess, sys\n"
        "def f():\n"
        "    command = [sys.executable, '-c', 'import numpy; print(numpy.arange(3).sum())']\n"
        "    return sys.prefix, subprocess.run(command, capture_output=True, text=True).stdout\n"
    )
    settings = Settings(backend="bubblewrap", environment=tmp_path / "environment")
    with (
        opened("bubblewrap", {"python": 1}, settings=settings) as pool,
        pool.session("python", {"solution.py": source.encode()}, ROOMY) as session,
    ):
        assert session.run(Call("solution.py", "f")).value == ("/opt/environment", "3\n")
