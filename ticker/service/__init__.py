"""The roles of a running ticker: poll, desk, serve; composed here, started and stopped in order."""
