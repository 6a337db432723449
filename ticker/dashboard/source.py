"""What the dashboard reads and asks: see `ticker.client.source` and `ticker.client.feedbook`."""

from ticker.client.feedbook import FeedBook, Offer
from ticker.client.source import Editor, Resync, Source, Status

__all__ = ["Editor", "FeedBook", "Offer", "Resync", "Source", "Status"]
