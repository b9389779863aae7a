"""FROZEN. The reference GET: Flask answers a small JSON object from pywsgi with TCP_NODELAY.

Part of what the targets are held to; do not change it.
"""

# ruff: noqa: E402  # gevent patches before anything else is imported
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

from datetime import UTC, datetime

from flask import Flask, Response, jsonify

from bench.references.serving import serve

app = Flask(__name__)


@app.get("/api/v1/time")
def time() -> Response:
    now = datetime.now(UTC)
    return jsonify(now=now.isoformat(), day=now.date().isoformat())


if __name__ == "__main__":
    serve(app)
