"""The way in: fetch, decode, parse, clean and identify what publishers say, and decide when to ask.

    links · clean · dates · decode      one value each: no format, no network
    wellformed · lenient · jsonfeed     a format to raw items
    identity · assemble · parse         raw items to a document
    worker · child · protocol           the same where it can be stopped
    page · opml                         HTML tickers; subscription lists
    guard · fetch · schedule            the network and its politeness

Everything here is hostile until `parse` has given it back as a `Document`. Knows publishers' formats; must
not know how headlines are matched, stored or shown.
"""
