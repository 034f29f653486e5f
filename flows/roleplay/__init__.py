"""The role-play: sixteen phases with a simulated customer, as two state machines."""
