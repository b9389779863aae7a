"""The HTTP API: thin views over the use cases, described by the models that validate them."""
