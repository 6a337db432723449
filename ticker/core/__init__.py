"""The core decides. Pure: no I/O, no clock, no randomness, no logging; `now` is always an argument."""
