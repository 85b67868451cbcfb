"""Cells as Docker containers: unprivileged, without a network, read-only, under a seccomp profile of our own."""

import contextlib
import json
import os
import select
import struct
import time
from pathlib import Path
from typing import Any

import docker
import docker.errors

from . import bundle, device
from .backend import Backend
from .cell import Transport
from .docker_seccomp import profile
from .engine import ENGINE_ERRORS, connect, require_listener
from .errors import CellLost, Problem, SandboxUnavailable
from .images import image_name
from .selfcheck import Layer
from .settings import Settings

_LABEL = "readyroom.sandbox"
_OWNER, _PLACE = f"{_LABEL}.owner", f"{_LABEL}.place"
_STACK = 256 << 20
_FRAME = struct.Struct(">BxxxI")  # of an attached stream: which one, and the length of what follows


class DockerBackend(Backend):
    """Containers, spoken to over the attached standard streams, so that it works from inside a container too."""

    name = "docker"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._client: docker.DockerClient | None = None
        self._cpus, self._version = 1.0, ""
        self._info: dict[str, Any] = {}

    def problems(self, images: list[str]) -> list[Problem]:
        try:
            engine = self._engine()
        except ENGINE_ERRORS as error:
            return [_no_engine(error)]
        found = []
        for image in images:
            name = self._image(image)
            try:
                engine.images.get(name)
            except docker.errors.ImageNotFound:
                found.append(Problem(f"image {image}", f"the engine has no {name}", "make sandbox-images"))
            except ENGINE_ERRORS as error:
                found.append(Problem(f"image {image}", _short(error), "make sandbox-images"))
        info = engine.info()
        runtimes = info.get("Runtimes", {})
        layer = device.engine_layer(info)
        if device.IMAGE in images and not layer.present:
            found.append(Problem(layer.name, layer.detail, layer.fix))
        if self.settings.runtime and self.settings.runtime not in runtimes:
            why = f"the engine has no runtime {self.settings.runtime}"
            found.append(Problem("runtime", why, "install it, or unset SANDBOX_RUNTIME"))
        return found

    def outer_layers(self) -> list[Layer]:
        info = self._engine().info()
        missing = [
            name for key, name in (("MemoryLimit", "memory"), ("PidsLimit", "pids")) if not info.get(key)
        ]
        return [
            Layer(
                "memory and process limits",
                not missing,
                f"cgroup v{info.get('CgroupVersion', '1')}"
                if not missing
                else f"the engine cannot limit {missing}",
                "" if not missing else "enable those cgroup controllers in the kernel",
            )
        ]

    def device_layers(self) -> list[Layer]:
        return [device.engine_layer(self._engine().info())]

    def describe(self) -> dict[str, Any]:
        return {
            "backend": self.name,
            "engine": self._version,
            "runtime": self.settings.runtime or "default",
            "images_prefix": self.settings.image_prefix,
            "python": self.versions.get("python"),
            "versions": {name: one for name, one in self.versions.items() if name != "python"},
        }

    def remove_leftovers(self) -> None:
        """Remove containers whose worker is gone; of workers that cannot be seen from here, nothing is known."""
        with contextlib.suppress(*ENGINE_ERRORS):
            for container in self._engine().containers.list(
                all=True, filters={"label": f"{_PLACE}={_place()}"}
            ):
                if not _alive(container.labels.get(_OWNER, "")):
                    with contextlib.suppress(*ENGINE_ERRORS):
                        container.remove(force=True)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _engine(self) -> docker.DockerClient:
        if self._client is None:
            self._client = connect(timeout=60)
            info = self._info = self._client.info()
            self._cpus, self._version = min(2.0, float(info.get("NCPU", 1))), str(info.get("ServerVersion"))
        return self._client

    def _image(self, image: str) -> str:
        return image_name(
            self.settings.image_prefix, self.settings.python_image if image == "python" else image
        )

    def _open(self, image: str) -> Transport:
        self._require_engine()
        try:
            with contextlib.ExitStack() as undo:  # a container that never ran is not removed by itself
                engine = self._engine()
                api = engine.api
                container = api.create_container_from_config(self._config(image))["Id"]
                undo.callback(_remove, engine, container)
                params = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
                stream = api.attach_socket(container, params=params)
                undo.callback(_hang_up, stream)
                api.start(container)
                started = _Container(engine, container, stream)
                undo.pop_all()
                return started
        except ENGINE_ERRORS as error:
            self._require_engine()
            raise CellLost(f"the engine did not start a {image} cell: {_short(error)}") from None

    def _require_engine(self) -> None:
        """Raise `SandboxUnavailable` if it is gone: then there is no cell to be had, and no use in trying again."""
        try:
            require_listener(timeout=60)
        except ENGINE_ERRORS as error:
            raise SandboxUnavailable([_no_engine(error)]) from None

    def _config(self, image: str) -> dict[str, Any]:
        """Return the container's configuration as the engine's API takes it."""
        user = str(bundle.UNPRIVILEGED)
        memory = self.settings.cell_memory_bytes
        host: dict[str, Any] = {
            "AutoRemove": True,
            "Privileged": False,
            "NetworkMode": "none",
            "ReadonlyRootfs": True,
            "CapDrop": ["ALL"],
            # The engine's own AppArmor profile forbids every mount, also those in a session's namespaces.
            "SecurityOpt": ["no-new-privileges", "apparmor=unconfined", f"seccomp={json.dumps(profile())}"],
            # A private /proc can only be mounted where no part of the container's own is masked.
            "MaskedPaths": [],
            "ReadonlyPaths": [],
            "PidsLimit": self.settings.processes_per_cell,
            "Memory": memory,
            "MemorySwap": memory,
            "NanoCpus": int(self._cpus * 1e9),
            "ShmSize": 1 << 20,
            "Tmpfs": {"/tmp": "rw,noexec,nosuid,nodev,size=16m,mode=1777"},
            "IpcMode": "private",
            "LogConfig": {"Type": "none"},
            "Ulimits": [
                {"Name": "stack", "Soft": _STACK, "Hard": _STACK},
                {"Name": "core", "Soft": 0, "Hard": 0},
            ],
        }
        if self.settings.runtime:
            host["Runtime"] = self.settings.runtime
        if image == device.IMAGE:
            host["DeviceRequests"] = [device.device_request(self._info, self.settings.device)]
        return {
            "Image": self._image(image),
            "User": f"{user}:{user}",
            "WorkingDir": "/",
            "Entrypoint": ["python3", "-s", "-P", "-u", "-c", bundle.boot_code()],
            "Cmd": [],
            "Env": [f"{name}={value}" for name, value in bundle.environment().items()],
            "Labels": {_LABEL: image, _OWNER: _identity(os.getpid()), _PLACE: _place()},
            "OpenStdin": True,
            "StdinOnce": True,  # the zygote ends when this worker does
            "AttachStdin": True,
            "AttachStdout": True,
            "AttachStderr": True,
            "Tty": False,
            "NetworkDisabled": True,
            "HostConfig": host,
        }


def _no_engine(error: BaseException) -> Problem:
    fix = "apt-get install docker.io and start dockerd, or set DOCKER_HOST to a running engine"
    return Problem("docker engine", f"no engine answers ({_short(error)})", fix)


def _place() -> str:
    """Return what names the pid namespace of this process: elsewhere the same pid is another process."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}/{os.readlink('/proc/self/ns/pid')}"


def _identity(pid: int) -> str:
    """Return "PID/START", which no later process shares."""
    try:
        start = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
    return f"{pid}/{start}"


def _alive(owner: str) -> bool:
    pid = owner.partition("/")[0]
    return pid.isdigit() and _identity(int(pid)) == owner


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__


def _remove(engine: docker.DockerClient, container: str) -> None:
    with contextlib.suppress(*ENGINE_ERRORS):
        require_listener(timeout=60)
        engine.api.remove_container(container, force=True)


def _hang_up(stream: Any) -> None:
    with contextlib.suppress(*ENGINE_ERRORS):
        getattr(stream, "_sock", stream).close()
        stream.close()


class _Container(Transport):
    """A running container and the connection that carries its three standard streams."""

    def __init__(self, engine: docker.DockerClient, container: str, stream: Any) -> None:
        self._engine, self._container, self._stream = engine, container, stream
        self._socket = getattr(stream, "_sock", stream)
        self._socket.settimeout(60)
        self._poller = select.poll()
        self._poller.register(self._socket, select.POLLIN)
        self._raw = bytearray()
        self._left, self._is_stdout = 0, True  # of the frame that is being read
        self._stderr = bytearray()
        self._closed = False

    def send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise CellLost(f"the cell does not listen: {error}") from None

    def receive(self, timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        while True:
            if not self._poller.poll(max(0, int((deadline - time.monotonic()) * 1000 + 0.999))):
                raise TimeoutError
            try:
                chunk = self._socket.recv(1 << 18)
            except OSError:
                chunk = b""
            if not chunk:
                raise CellLost("the cell ended")
            data = self._stdout_of(chunk)
            if data:
                return data

    def _stdout_of(self, chunk: bytes) -> bytes:
        """Return the bytes of standard output in the next part of the connection; keep the end of stderr."""
        self._raw += chunk
        data = bytearray()
        while self._raw:
            if not self._left:
                if len(self._raw) < _FRAME.size:
                    break
                kind, self._left = _FRAME.unpack_from(self._raw)
                self._is_stdout = kind == 1
                del self._raw[: _FRAME.size]
            part = self._raw[: self._left]
            del self._raw[: self._left]
            self._left -= len(part)
            if self._is_stdout:
                data += part
            else:
                self._stderr = (self._stderr + part)[-4000:]
        return bytes(data)

    def diagnosis(self) -> str:
        return self._stderr.decode("utf-8", "replace")

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(*ENGINE_ERRORS):
            require_listener(timeout=60)
            self._engine.api.kill(self._container)
        _hang_up(self._stream)
        _remove(self._engine, self._container)
