"""The object that an examiner talks to: each call on it crosses to the host, which decides who answers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from . import codec, inbound


class ProxyFailed(Exception):
    """The call was made and failed on the other side. `meta` says what is known about it."""

    def __init__(self, text: str, meta: dict[str, Any]) -> None:
        super().__init__(text)
        self.meta = meta


class Proxy:
    """`proxy.name(*args, **kwargs)` is answered by the host; `proxy.meta` describes the last answer."""

    def __init__(self, exchange: Callable[[bytes], bytes], revive: Callable[[codec.Array], Any]) -> None:
        self._exchange = exchange
        self._revive = revive
        self.meta: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(self._ask, name)

    def _ask(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        answer = self._exchange(codec.encode([name, list(args), kwargs]))
        failed, value, meta = inbound.unpack(answer, self._revive)
        self.meta = meta
        if failed is not None:
            raise ProxyFailed(failed, meta)
        return value
