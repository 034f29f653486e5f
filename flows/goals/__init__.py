"""/ziele: the arithmetic of sales goals, how far one has come, and how to take them sheet by sheet."""
