"""The live socket: every change of a desk to any number of websocket clients, exactly once, in order.

    paths.py       /v1/live: the handshake is a request like any other
    connection.py  one client: bytes in and out, flow control, the end
    room.py        the clients of one desk; one write a client and tick
    entry.py       how a client gets in: exact recovery or a snapshot
    history.py     the last updates of a desk, and what a filter lets through
    wire.py        messages and their frames; why a connection is closed
    messages.py    the shapes of the messages, and the AsyncAPI document
    lobby.py       what has to be done from time to time, for all rooms

It speaks websocket through the protocol core of `websockets` (no I/O in it) on uvicorn's own transport, not
through ASGI: a queue and a task for each client cost three times the write itself (`docs/protocol.md`).

Knows the protocol `ticker.v1.json`; must not know how a desk decides.
"""
