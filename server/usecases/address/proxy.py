"""What nginx is told: https with the hall's certificate before the hub, and by plain http nothing but what
helps a tablet to trust it."""

from __future__ import annotations

from pathlib import Path

from server.config import BEHIND_PROXY, PUBLIC

_SITE = """\
# Made by "balai hub init"; made anew each time that it runs.
# https before the hub. The socket is WebSocket only, so no client has to stay with one connection.
upstream balai {{
    server 127.0.0.1:{hub};
    keepalive 32;
}}

map $http_upgrade $balai_connection {{
    default upgrade;
    ""      "";
}}

server {{
{secure}
    server_name {name};
    ssl_certificate     {tls}/hub.pem;
    ssl_certificate_key {tls}/hub.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:balai:2m;
    client_max_body_size 3m;  # a recorded announcement; the hub takes no more than 64 kB of anything else

    location / {{
        proxy_pass http://balai;
        {headers}
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $balai_connection;
        # A link that says nothing for ten seconds is dead; leave that to the hub's own pings.
        proxy_read_timeout 60s;
    }}

    # For the machine's own eyes only.
    location ~ ^/(health|metrics) {{
        allow 127.0.0.1;
        deny all;
        proxy_pass http://balai;
    }}
}}

# The training hall, while a manager has it open.
server {{
{practice}
    server_name {name};
    ssl_certificate     {tls}/hub.pem;
    ssl_certificate_key {tls}/hub.pem;
    ssl_protocols TLSv1.2 TLSv1.3;

    location / {{
        proxy_pass http://127.0.0.1:{beside};
        {headers}
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $balai_connection;
        proxy_read_timeout 60s;
    }}
}}

# By plain http: {for_whom}, and the way to https.
server {{
{plain}
    server_name {name};

{first}
    location / {{
        return 301 https://$host$request_uri;
    }}
}}
"""
#: What stands there first: where an own authority is to be trusted, or where another looks for an answer.
_TRUST = """\
    location ~ ^/(trust|balai-ca\\.crt|assets/.*)$ {{
        proxy_pass http://balai;
        {headers}
        proxy_set_header Connection "";
    }}

    location = / {{
        return 302 /trust;
    }}
"""
_CHALLENGES = """\
    location ^~ /.well-known/acme-challenge/ {{
        root {folder};
    }}
"""
_HEADERS = """\
proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;"""


def site(
    name: str,
    tls: Path,
    hub: int,
    *,
    secure: int = 443,
    plain: int = 80,
    practice: int = PUBLIC,
    six: bool = True,
    challenges: Path | None = None,
) -> str:
    """The file for nginx: `name` with what lies in `tls`, before a hub at port `hub` of this machine, and its
    training hall at `practice`. `six`: it has IPv6; one without it would not let nginx start. `challenges`:
    the folder of what an authority that everybody trusts looks for; without it an own one is trusted."""

    def listen(port: int, more: str) -> str:
        places = [f"{port}", *([f"[::]:{port}"] if six else [])]
        return "\n".join(f"    listen {place} {more}default_server;" for place in places)

    if challenges is None:
        whom, first = "the page that helps a tablet to trust the certificate", _TRUST.format(headers=_HEADERS)
    else:
        whom, first = "what the certificate's authority looks for", _CHALLENGES.format(folder=challenges)
    return _SITE.format(
        name=name, tls=tls, hub=hub, headers=_HEADERS, secure=listen(secure, "ssl "), plain=listen(plain, ""),
        practice=listen(practice, "ssl "), beside=BEHIND_PROXY, for_whom=whom,
        first=first,
    )  # fmt: skip
