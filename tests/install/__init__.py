"""The Debian packages in an empty root of the distribution, without a network: `make install-test`."""
