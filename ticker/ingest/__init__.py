"""The way in: fetch, decode, parse, clean and identify what publishers say, and decide when to ask.

    links · clean · markup · dates · decode · tongue     one value each: no format, no network
    mend · wellformed · lenient · jsonfeed               a format to raw items
    identity · assemble · parse                          raw items to a document
    worker · child · protocol                            the same where it can be stopped
    tree · page · propose                                HTML tickers
    opml · discover · find · files                       lists, sites and files: where a feed may be
    addresses · guard · visit · inflate · fetch          the network
    hosts · politeness · rhythm · timers · schedule      when to ask
    times · entries · health · linked                    what one poll makes of it

Everything here is hostile until `parse` has given it back as a `Document`. Knows publishers' formats; must
not know how headlines are matched, stored or shown.
"""
