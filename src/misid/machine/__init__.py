"""Machine code, random numbers by counter, and the memory of work by world."""
