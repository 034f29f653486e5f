"""The whole program against the simulator, over HTTP: what people do at the edges."""
