"""ticker: one story, once. A live, de-duplicated headline stream for newsrooms.

Knows the version; must not import anything, so that every command starts fast.
"""

__version__ = "0.1.0"
