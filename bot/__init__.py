"""The outside world: Telegram, the database, the clock, the command line."""

import os

# Scoring sums short vectors: several cores would only wait for each other. Read by numpy when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
