"""Messages on the wire: frozen models, one closed list of pushes, golden examples in the tests."""
