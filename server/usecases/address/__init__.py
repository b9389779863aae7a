"""The hall's address: authority and certificate, the proxy before the hub, the name on the network."""
