"""Speed, memory and growth, measured on this machine; nothing here is a test."""

import os

# As the command sets it: BLAS threads that wait for one another made an article look 2.6 times as dear to place.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
