"""The way out: what a desk holds, over HTTP and a websocket.

    server.py     a socket, uvicorn on the running loop        app.py        the application, put together
    guard.py      host check, methods, security headers        problems.py   errors as problem+json
    desks.py      the desks that are served                    shapes.py     what answers look like
    stories.py    /v1/stories                                  examples.py   one example of each
    house.py      /healthz, /readyz, /v1/desks, /v1/feeds      filters.py    which stories are wanted
    updates.py    /v1/updates, /v1/events                      limits.py     how much one client may cost
    fanout.py     one reader a desk, many listeners            follower.py   one listener's exact way
    frames.py     an update as an event of the stream          eventstream.py  events to a slow or gone client
    access.py     who asks, and what they may                  audience.py   what the public sees
    paging.py     page after page, and ETags                   live/         the websocket
    static/       ticker.js for pages                          rate.py       how often one client may ask
    tls.py        the certificate
    answers.py    how a path is described and answered         feeds/        RSS, Atom, JSON Feed, ninjs …
    pages.py      /, /overlay: files of web/                   actions.py    what editors do
    alerts.py     alerts, and who wants none

Everything comes from the committed views and the updates stream; nothing here writes but editors' actions.
Knows HTTP; must not know feeds, matching or how a desk decides.
"""
