"""Feeds out: a desk's ranked stories in the formats that other programs read.

    channel.py   what a feed says, whatever its format     rss.py       RSS 2.0
    paths.py     /feeds/{desk}.…, conditional requests     atom.py      Atom (RFC 4287, tombstones: RFC 6721)
    gone.py      stories that have left, from the updates  jsonfeed.py  JSON Feed 1.1
    tables.py    plain text, CSV, OPML                     ninjs.py     IPTC ninjs 3
    elements.py  XML elements

Every format is built by a library that escapes (lxml, msgspec, csv); none by hand. Knows how stories are
syndicated; must not know how they are ranked or kept.
"""
