"""What the network is told by multicast DNS (RFC 6762) through the distribution's avahi: the machine's name,
and that the hall is served there."""

from __future__ import annotations

import re

SERVICE = """\
<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<!-- Made by "balai hub init". -->
<service-group>
  <name replace-wildcards="yes">Balai %h</name>
  <service>
    <type>_https._tcp</type>
    <port>443</port>
  </service>
  <service>
    <type>_http._tcp</type>
    <port>80</port>
    <txt-record>path=/trust</txt-record>
  </service>
</service-group>
"""
_LOCAL = ".local"
_HOST = re.compile(r"^#?\s*host-name\s*=.*$", re.MULTILINE)


def is_announced(name: str) -> bool:
    """Whether a name is one that multicast DNS answers for: one label before `.local`."""
    return name.endswith(_LOCAL) and "." not in name.removesuffix(_LOCAL)


def with_name(settings: str, name: str) -> str:
    """avahi-daemon.conf with that name in place of the machine's; everything else as it was."""
    line = f"host-name={name.removesuffix(_LOCAL)}"
    if _HOST.search(settings):
        return _HOST.sub(line, settings, count=1)
    return re.sub(r"^\[server\]$", f"[server]\n{line}", settings, count=1, flags=re.MULTILINE)
