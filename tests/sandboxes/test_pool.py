"""Warm cells: taken, given back, replaced; and what happens when one dies."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sandboxes import Call, CellLost, Ending, Limits, Pool, SandboxUnavailable, Settings, cgroups, open_pool

from .conftest import BACKENDS, ROOMY, opened

FILES = {"solution.py": b"import time\ndef f(): return 1\ndef wait(s): time.sleep(s)\n"}
F = Call("solution.py", "f")


@pytest.fixture(params=BACKENDS)
def pool_of(request: pytest.FixtureRequest) -> Iterator[Callable[..., Pool]]:
    """Return a function that opens a pool of its own."""
    pools: list[Pool] = []

    def make(size: int = 1, **options: int) -> Pool:
        pools.append(opened(request.param, {"python": size}, **options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_cell_is_used_again_and_replaced_after_so_many_sessions(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of(sessions_per_cell=2)
    used = []
    for _ in range(6):
        with pool.session("python", FILES, ROOMY) as session:
            assert session.run(F).value == 1
            used.append(session._cell.id)
    assert used[0] == used[1]
    assert max(Counter(used).values()) == 2


def test_cell_that_has_rested_longest_serves_next(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of(2)
    with (
        pool.session("python", FILES, ROOMY, runs=1) as one,
        pool.session("python", FILES, ROOMY, runs=1) as two,
    ):
        first, second = one._cell, two._cell
    used = []
    for _ in range(4):
        with pool.session("python", FILES, ROOMY, runs=1) as session:
            used.append(session._cell)
    assert used == [second, first, second, first]  # `with` gives back the second first


def test_session_gets_a_cell_made_ready_for_as_many_runs(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of(2)
    with (
        pool.session("python", FILES, ROOMY, runs=2) as one,
        pool.session("python", FILES, ROOMY, runs=30) as two,
    ):
        few, many = one._cell, two._cell
    used = []
    for runs in (30, 2, 29, 1, 30):
        with pool.session("python", FILES, ROOMY, runs=runs) as session:
            used.append(session._cell)
    assert used == [many, few, many, few, many]


def test_single_use_session_gets_a_cell_that_served_nobody(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    with pool.session("python", FILES, ROOMY) as first:
        used = first._cell
    with pool.session("python", FILES, ROOMY, single_use=True) as second:
        assert second._cell is not used
        assert second._cell.sessions == 1
        alone = second._cell
    with pool.session("python", FILES, ROOMY) as third:
        assert third._cell is not alone


def test_busy_pool_starts_another_cell_rather_than_waiting(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    with pool.session("python", FILES, ROOMY) as first, pool.session("python", FILES, ROOMY) as second:
        assert first._cell is not second._cell
        assert (first.run(F).value, second.run(F).value) == (1, 1)


def test_cell_killed_in_a_run_is_lost_and_the_next_session_is_not(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    session = pool.session("python", FILES, ROOMY)
    victim = session._cell
    threading.Timer(0.3, victim._transport.close).start()
    began = time.monotonic()
    with pytest.raises(CellLost):
        session.run(Call("solution.py", "wait", args=(30,)), limits=Limits(wall_s=30))
    assert time.monotonic() - began < 10
    session.close()
    with pool.session("python", FILES, ROOMY) as other:
        assert other._cell is not victim
        assert other.run(F).value == 1
    assert eventually(lambda: pool.describe()["cells_lost"] == 1)


def test_idle_cell_that_died_is_passed_over(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    pool._idle["python"][0]._transport.close()
    with pool.session("python", FILES, ROOMY) as session:
        assert session.run(F).value == 1


def test_cell_whose_run_broke_the_protocol_is_not_used_again(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    with pool.session(
        "python", {"solution.py": b"import os\ndef f(): os.write(3, b'x' * 99)"}, ROOMY
    ) as session:
        assert session.run(F).ending is Ending.VALUE
        spoilt = session._cell
    with pool.session("python", FILES, ROOMY) as session:
        assert session._cell is not spoilt


def test_two_threads_share_a_pool(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of(2)
    values: list[int] = []

    def work() -> None:
        for _ in range(8):
            with pool.session("python", FILES, ROOMY) as session:
                values.append(session.run(F).value)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == [1] * 16


def test_cell_outlives_the_thread_that_first_used_it(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    seen: list[str] = []

    def work() -> None:
        with pool.session("python", FILES, ROOMY) as session, pool.session("python", FILES, ROOMY) as extra:
            session.run(F)
            seen.append(extra._cell.id)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert all(not cell.lost for cell in pool._idle["python"])
    with pool.session("python", FILES, ROOMY) as session:
        assert session.run(F).value == 1


def test_closed_pool_refuses_and_ends_open_sessions(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    session = pool.session("python", FILES, ROOMY)
    pool.close()
    with pytest.raises(CellLost):
        session.run(F)
    with pytest.raises(CellLost, match="closed"):
        pool.session("python", FILES)


def test_description_counts_cells(pool_of: Callable[..., Pool]) -> None:
    pool = pool_of()
    with pool.session("python", FILES, ROOMY):
        described = pool.describe()
    assert described["images"]["python"] == {"size": 1, "idle": 0, "busy": 1, "starting": 0}
    assert described["backend"] in ("docker", "bubblewrap")
    assert described["problems"] == []


@pytest.mark.bubblewrap
def test_cells_die_with_their_worker(tmp_path: os.PathLike[str]) -> None:
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        pool = open_pool("bubblewrap", {"python": 1})
        os.write(writing, str(pool._idle["python"][0]._transport._process.pid).encode())  # type: ignore[attr-defined]
        signal.pause()
    os.close(writing)
    jail = int(os.read(reading, 20))
    os.close(reading)
    assert os.path.exists(f"/proc/{jail}")
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    assert eventually(lambda: not os.path.exists(f"/proc/{jail}") or _is_zombie(jail))


def _is_zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.docker
def test_container_of_a_dead_worker_is_removed_and_of_a_living_one_is_not() -> None:
    from sandboxes import docker_backend

    pool = opened("docker", {"python": 1})
    try:
        backend = pool._backend
        assert isinstance(backend, docker_backend.DockerBackend)
        engine = backend._engine()
        labels = {docker_backend._LABEL: "python", docker_backend._PLACE: docker_backend._place()}
        image = f"{backend.settings.image_prefix}python"
        dead = engine.containers.create(image, labels={**labels, docker_backend._OWNER: "1/0"})
        elsewhere = engine.containers.create(
            image, labels={**labels, docker_backend._OWNER: "1/0", docker_backend._PLACE: "another"}
        )
        try:
            backend.remove_leftovers()
            left = {container.id for container in engine.containers.list(all=True)}
            assert dead.id not in left
            assert elsewhere.id in left
        finally:
            elsewhere.remove(force=True)
        with pool.session("python", FILES, ROOMY) as session:
            assert session.run(F).value == 1
    finally:
        pool.close()


def test_unknown_image_is_refused(pool: Pool) -> None:
    with pytest.raises(ValueError, match="no image 'rust'"):
        pool.session("rust", FILES)


def test_no_backend_names_what_to_install(
    tmp_path: "os.PathLike[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{os.fspath(tmp_path)}/none.sock")
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with pytest.raises(SandboxUnavailable) as refused:
        open_pool("auto", settings=Settings())
    assert [problem.layer for problem in refused.value.problems] == ["docker engine", "bubblewrap"]
    assert [problem.fix.split()[0] for problem in refused.value.problems] == ["apt-get", "apt-get"]


@pytest.mark.parametrize("name", BACKENDS)
def test_kill_by_the_cells_cgroup_is_a_memory_ending_and_the_cell_lives_on(name: str) -> None:
    if name == "bubblewrap" and cgroups.kind() not in ("v1", "v2"):
        pytest.skip("no cgroup can be made here")
    # Files in /tmp are memory that no process has resident: only the cgroup sees them.
    files = {
        "solution.py": b"def f():\n    with open('/tmp/x', 'wb') as x:\n        while True: x.write(bytes(1 << 20))"
    }
    limits = Limits(wall_s=60, memory_bytes=64 << 20, file_bytes=2 << 30)
    with opened(name, {"python": 1}, settings=Settings(cell_memory_bytes=600 << 20)) as pool:
        with pool.session("python", files, limits) as session:
            assert session.run(F).ending is Ending.MEMORY
            cell = session._cell
        with pool.session("python", FILES, replace(ROOMY, memory_bytes=64 << 20)) as session:
            assert session._cell is cell
            assert session.run(F).value == 1
