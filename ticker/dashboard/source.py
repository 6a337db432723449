"""What the dashboard reads: see `ticker.client.source`."""

from ticker.client.source import Editor, Resync, Source, Status

__all__ = ["Editor", "Resync", "Source", "Status"]
