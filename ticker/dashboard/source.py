"""What the dashboard reads: see `ticker.client.source`."""

from ticker.client.source import Resync, Source, Status

__all__ = ["Resync", "Source", "Status"]
