"""The way to the hub: where it is, requests by HTTP, news by Socket.IO, the device's status."""
