"""Runs the candidate's code in the candidate's own process: one request after another, each after a "go".

Until "go" only our code has run here. From then on nothing that this process says is believed beyond its form:
the supervisor checks the form, the host decodes within bounds, and time and memory are measured elsewhere.
"""

import builtins
import gc
import os
import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

import msgpack

from . import codec, inbound, probe, raised
from .proxy import Proxy
from .wire import read_frame, write_frame

CHANNEL = 3
NONCE = 16  # bytes
# What a frame to the supervisor says: the first byte, after the nonce where there is one.
READY, RETURNED, RAISED, SYNTAX, MEMORY, REFUSED, ASK, FAULT = (bytes((letter,)) for letter in b"RVESMXAF")


def receive_setup() -> dict[str, Any]:
    """Return the candidate's files and limits, once the supervisor sends them."""
    body = read_frame(CHANNEL)
    if body is None:
        os._exit(0)
    return msgpack.unpackb(body)


def use_stdin(content: bytes) -> None:
    """Let descriptor 0 read `content` from a file without a name."""
    if content:
        file = os.open("/tmp", os.O_TMPFILE | os.O_RDWR, 0o600)
        os.write(file, content)
        os.lseek(file, 0, os.SEEK_SET)
        os.dup2(file, 0)
        os.close(file)


def rehearse() -> None:
    """Go once through what a request goes through, so that the pages it writes to are this process's own by then."""
    rehearsal = _Candidate({"rehearsal.py": b"def answer(x):\n    return x\n"})
    request: dict[str, Any] = {"kind": "call", "file": "rehearsal.py", "name": "answer", "proxy": False}
    request["args"] = [inbound.pack([[1, 2.0, "three"]]), inbound.pack({})]
    rehearsal.perform(rehearsal.prepare(msgpack.unpackb(msgpack.packb(request))))
    del sys.modules["rehearsal"]


def serve(sources: dict[str, bytes]) -> NoReturn:
    """Answer requests until the supervisor closes the channel."""
    candidate = _Candidate(sources)
    while True:
        body = read_frame(CHANNEL)
        if body is None:
            os._exit(0)
        request = msgpack.unpackb(body, use_list=True, strict_map_key=False)
        work = candidate.prepare(request)
        write_frame(CHANNEL, READY)
        nonce = read_frame(CHANNEL)
        if nonce is None:
            os._exit(0)
        candidate.nonce = nonce
        kind, payload = candidate.perform(work)
        write_frame(CHANNEL, nonce, kind, payload)


class _Candidate:
    """The candidate's module and what has been asked of it."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.nonce = b""
        self._sources = sources
        self._module: types.ModuleType | None = None

    def prepare(self, request: dict[str, Any]) -> Any:
        """Decode a request into a call without arguments. No candidate code runs here."""
        kind, file = request["kind"], request.get("file", "")
        args = [_decode(part) for part in request.get("args", ())]
        if kind == "load":
            return lambda: self._reload(file)
        if kind == "call":
            return lambda: self._call(file, request["name"], args[0], args[1], request["proxy"])
        if kind == "trace":
            return lambda: self._trace(file, request["name"], args[0], args[1])
        if kind == "batch":
            parts = [self.prepare(part) for part in request["parts"]]
            gc.freeze()  # no part pays for the inputs of the others being looked through
            return lambda: self._batch(file, parts)
        if kind == "script":
            use_stdin(request["stdin"])
            return lambda: self._script(file, request["argv"])
        if kind == "probe":
            return probe.facts
        raise ValueError(f"unknown request {kind!r}")

    def perform(self, work: Any) -> tuple[bytes, bytes]:
        """Do the prepared work; return the kind of reply and its payload."""
        try:
            kind, payload = RETURNED, _encoded(work())
        except SystemExit as leaving:
            status = raised.print_exit_message(leaving.code)
            _flush()
            os._exit(status)
        except codec.ValueRefused as refused:
            kind, payload = REFUSED, str(refused).encode("utf-8", "replace")
        except BaseException as error:
            kind = self._kind_of(error)
            payload = codec.encode(raised.describe(error, self._sources))
        _flush()
        return kind, payload

    def _kind_of(self, error: BaseException) -> bytes:
        if raised.memory_was_refused(error):
            return MEMORY
        if raised.source_was_refused(error, self._sources):
            return SYNTAX
        return RAISED

    def _reload(self, file: str) -> None:
        self._module = None
        self._load(file)

    def _load(self, file: str) -> types.ModuleType:
        if self._module is None:
            name = os.path.basename(file).removesuffix(".py")
            self._module = self._execute(file, name)
        return self._module

    def _execute(self, file: str, name: str) -> types.ModuleType:
        path = f"{raised.WORK}/{file}"
        module = types.ModuleType(name)
        module.__file__ = path
        module.__builtins__ = builtins  # type: ignore[attr-defined]
        sys.modules[name] = module
        try:
            code = compile(self._sources[file], path, "exec", dont_inherit=True)
        except ValueError as error:  # a null byte; later versions of Python call it a SyntaxError themselves
            raise SyntaxError(str(error), (path, 1, 1, "")) from None
        except (MemoryError, RecursionError):  # of the parser's and the compiler's own stacks
            raise SyntaxError("too deeply nested to be compiled", (path, 1, 1, "")) from None
        exec(code, module.__dict__)
        return module

    def _named(self, file: str, name: str) -> Any:
        module = self._load(file)
        try:
            return getattr(module, name)
        except AttributeError:
            raise NameError(f"{file} defines no {name!r}") from None

    def _call(self, file: str, name: str, args: Any, kwargs: dict[str, Any], proxy: bool) -> Any:
        function = self._named(file, name)
        if proxy:
            return function(Proxy(self._exchange, _revive), *args, **kwargs)
        return function(*args, **kwargs)

    def _trace(self, file: str, name: str, args: Any, calls: Any) -> Any:
        """Make an object, then call its methods in order; each value is encoded before the next call can change it."""
        cls = self._named(file, name)
        made: list[Any] = []  # the object itself cannot leave
        entries = [_attempt(lambda: made.append(cls(*args)), self._sources)]
        if made:
            entries += [_attempt(partial(_invoke, made[0], *call), self._sources) for call in calls]
        return _Encoded(codec.join_dict({"made": entries[0], "results": codec.join_list(entries[1:])}))

    def _batch(self, file: str, parts: list[Any]) -> Any:
        """Do each part, of which only the encoded value stays."""
        self._load(file)
        return _Encoded(codec.join_list([_encoded(part()) for part in parts]))

    def _script(self, file: str, argv: list[str]) -> None:
        sys.argv = [file, *argv]
        self._execute(file, "__main__")

    def _exchange(self, ask: bytes) -> bytes:
        write_frame(CHANNEL, self.nonce, ASK, ask)
        answer = read_frame(CHANNEL)
        if answer is None:
            os._exit(0)
        return answer


class _Encoded:
    """A value that is encoded already."""

    def __init__(self, data: bytes) -> None:
        self.data = data


def _encoded(value: Any) -> bytes:
    return value.data if type(value) is _Encoded else codec.encode(value)


def _attempt(call: Callable[[], Any], sources: dict[str, bytes]) -> bytes:
    """Return the encoded entry of one call: its value, or the exception it raised with its frames."""
    try:
        value = call()
    except Exception as error:
        if raised.memory_was_refused(error):
            raise
        described = raised.describe(error, sources)
        return codec.encode(["raised", described["type"], described["message"], described["frames"]])
    return codec.encode(["value", value])


def _invoke(instance: Any, method: str, arguments: Any) -> Any:
    return getattr(instance, method)(*arguments)


def _decode(data: bytes) -> Any:
    return inbound.unpack(data, _revive)


def _revive(array: codec.Array) -> Any:
    if array.kind == "numpy":
        return array.numpy()
    import torch

    if array.dtype == "bfloat16":
        flat = (
            torch.frombuffer(bytearray(array.data), dtype=torch.bfloat16)
            if array.data
            else torch.empty(0, dtype=torch.bfloat16)
        )
        return flat.reshape(array.shape)
    return torch.from_numpy(array.numpy())


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue  # the candidate closed or replaced it
