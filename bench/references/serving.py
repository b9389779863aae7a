"""FROZEN. How every reference program serves: gevent's pywsgi on a listening socket with TCP_NODELAY.

Part of what the targets are held to; do not change it.
"""

from __future__ import annotations

import json
import socket
from typing import Any

from gevent import pywsgi
from gevent.socket import socket as gevent_socket


def serve(application: Any, **options: Any) -> None:
    """Serve on a free port of 127.0.0.1 until killed, and say where in one JSON line."""
    listener = gevent_socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    port = listener.getsockname()[1]
    print(json.dumps({"ready": True, "url": f"http://127.0.0.1:{port}"}), flush=True)
    pywsgi.WSGIServer(listener, application, log=None, **options).serve_forever()
