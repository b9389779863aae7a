"""The Debian packages of the parts, and images of machines with one in them."""
