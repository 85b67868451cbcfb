"""Database work of the hub, in threads of its own: one writes, a few read."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")
Away = (OperationalError, InterfaceError)
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-writer")
_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-reader")


async def writing(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In the thread that writes and keeps its connection; after an error it connects anew."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        except Away:
            connection.close()
            raise

    return await asyncio.get_running_loop().run_in_executor(_writer, run)


async def reading(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In one of the threads that read."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_readers, run)
