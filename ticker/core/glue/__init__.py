"""The evidence by which `core.unglue` cuts a ticker line: words, seams, separators, repeats."""
