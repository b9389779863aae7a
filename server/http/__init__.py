"""The hub's process as a web server: listening sockets, request heads, WebSockets, draining."""
