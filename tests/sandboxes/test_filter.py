"""The strict filter, run instruction by instruction for both architectures; and the containers' profile."""

import struct

import pytest

from sandboxes.docker_seccomp import profile
from sandboxes.inside import filter as strict_filter
from sandboxes.inside import syscalls

ALLOW, VOID, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050000, 0x00050001, 0x00050026, 0x80000000
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


def judged(machine: str, number: int, *arguments: int, audit: int | None = None) -> int:
    """Return what the filter for `machine` answers, by interpreting it."""
    data = struct.pack("=IIQ", number, MACHINES[machine][0] if audit is None else audit, 0)
    data += struct.pack("=6Q", *(*arguments, *([0] * (6 - len(arguments)))))
    code = list(struct.iter_unpack("=HBBI", strict_filter.program(machine)))
    place = accumulator = 0
    while True:
        operation, if_true, if_false, constant = code[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, constant)
        elif operation == 0x54:
            accumulator &= constant
        elif operation == 0x06:
            return int(constant)
        else:
            tests = {
                0x15: accumulator == constant,
                0x35: accumulator >= constant,
                0x45: bool(accumulator & constant),
            }
            place += if_true if tests[operation] else if_false


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("table", "answer"), [(syscalls.ALLOWED, ALLOW), (syscalls.DENIED, EPERM)])
def test_every_call_of_a_table_gets_its_answer(
    machine: str, table: dict[str, tuple[int | None, int | None]], answer: int
) -> None:
    column = MACHINES[machine][1]
    numbers = {name: row[column] for name, row in table.items() if row[column] is not None}
    assert numbers
    assert {
        name: judged(machine, number) for name, number in numbers.items() if number is not None
    } == dict.fromkeys(numbers, answer)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("clone", (0x003D0F00,), ALLOW),  # a thread
        ("clone", (17,), ALLOW),
        ("clone", (0x10000000 | 17,), EPERM),
        ("clone", (0x00020000,), EPERM),
        ("clone", (0x40000000,), EPERM),
        ("clone", (0x8000 | 17,), EPERM),  # a sibling
        ("mmap", (0, 4096, 3, 0x22), ALLOW),  # private, anonymous
        ("mmap", (0, 4096, 3, 0x01), ALLOW),  # of a file, shared
        ("mmap", (0, 4096, 3, 0x4021), EPERM),  # shared, anonymous, whatever else
        ("rt_sigaction", (14,), ALLOW),
        ("rt_sigaction", (17,), VOID),
        ("socket", (1,), ALLOW),
        ("socket", (2,), EPERM),
        ("socket", (16,), EPERM),
        ("prlimit64", (0,), ALLOW),
        ("prlimit64", (1,), EPERM),
        ("sched_setaffinity", (1,), EPERM),
        ("setpriority", (0, 0), ALLOW),
        ("setpriority", (0, 1), EPERM),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), EPERM),
        ("prctl", (4,), ALLOW),
        ("prctl", (35,), EPERM),
        ("personality", (0xFFFFFFFF,), ALLOW),
        ("personality", (0x0040000,), EPERM),
    ],
)
def test_call_is_judged_by_its_argument(
    machine: str, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    number = syscalls.CHECKED[name][MACHINES[machine][1]]
    assert number is not None
    assert judged(machine, number, *arguments) == answer


@pytest.mark.parametrize("machine", MACHINES)
def test_unknown_call_looks_unimplemented(machine: str) -> None:
    assert [judged(machine, number) for number in (435, 600, 5000)] == [ENOSYS] * 3


def test_other_architectures_and_the_x32_calls_do_not_slip_through() -> None:
    assert judged("x86_64", 0, audit=0x40000003) == KILL
    assert judged("x86_64", 0x40000000) == EPERM


def test_tables_do_not_overlap() -> None:
    tables = (syscalls.ALLOWED, syscalls.CHECKED, syscalls.DENIED)
    names = [name for table in tables for name in table]
    assert len(names) == len(set(names))
    for column in (0, 1):
        numbers = [row[column] for table in tables for row in table.values() if row[column] is not None]
        assert len(numbers) == len(set(numbers))


def test_machine_without_a_table_has_no_filter() -> None:
    with pytest.raises(OSError, match="no seccomp filter for riscv64"):
        strict_filter.program("riscv64")


def test_profile_of_containers_allows_the_zygotes_calls_and_not_the_rest() -> None:
    [allowed] = [row["names"] for row in profile()["syscalls"] if row["action"] == "SCMP_ACT_ALLOW"]
    assert profile()["defaultAction"] == "SCMP_ACT_ERRNO"
    assert {"unshare", "mount", "execve", "clone"} <= set(allowed)
    assert not {
        "ptrace",
        "bpf",
        "keyctl",
        "pivot_root",
        "init_module",
        "io_uring_setup",
        "userfaultfd",
    } & set(allowed)
