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
    address = os.environ.get("DOCKER_HOST") or _USUAL
    if address.startswith("unix://"):
        # The client leaks a socket where nobody listens, so that is found out first.
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.settimeout(timeout)
            attempt.connect(address.removeprefix("unix://"))
    return docker.from_env(timeout=timeout)
