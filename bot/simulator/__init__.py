"""A Bot API server and a phone page on this machine, for the demo and the tests."""
