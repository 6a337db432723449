"""The terminal app: a headless core (state, query, rows, live) under a thin Textual shell (app, widgets).

Importing this package loads no Textual; `ticker.dashboard.app` does.
"""

from ticker.dashboard.source import Resync, Source, Status

__all__ = ["Resync", "Source", "Status"]
