"""The connection to the Docker engine that the environment names (DOCKER_HOST, or the usual socket)."""

import os
import socket

import docker
import docker.errors
import requests

ENGINE_ERRORS = (docker.errors.DockerException, requests.exceptions.RequestException, OSError)

_USUAL = "unix:///var/run/docker.sock"


def connect(timeout: int) -> docker.DockerClient:
    """Return a client of the engine; raise one of `ENGINE_ERRORS` if none answers."""
    require_listener(timeout)
    return docker.from_env(timeout=timeout)


def require_listener(timeout: int) -> None:
    """Raise OSError if nobody listens at the engine's socket, where the client would leak one of its own."""
    address = os.environ.get("DOCKER_HOST") or _USUAL
    if address.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.settimeout(timeout)
            attempt.connect(address.removeprefix("unix://"))
