"""The log and its views in Redis, and the embedded server for machines without one.

    keys.py        every key's name and type             codec.py     values to bytes and back
    engine.py      scripts, commands, errors             connect.py   a URL to a client
    log.py         the intake log                        lease.py     the one writer
    commit.py      the one atomic write, and load        views.py     what readers ask
    actions.py     editors' actions, audit               letters.py    records that the desk gave up
    feeds.py       feed states                           lua/         what must happen in one step
    tokens.py      access tokens and tickets             alerts.py    alerts and who switched them off
    hubs.py        WebSub subscriptions and pushes       turns.py     whose turn it is to be polled
    members.py     who keeps desks                       readings.py  what was read of titles
    desk_store.py  all of it for one desk                embedded.py  a real server under our own care

The embedded server is not imported here: readers that attach to one need only `find_server`.
"""

from ticker.store.actions import EditorsPair
from ticker.store.alerts import Alerts
from ticker.store.codec import Poison
from ticker.store.commit import Loaded, Retention
from ticker.store.connect import connect, keeps_a_log, server_time
from ticker.store.desk_store import DeskStore
from ticker.store.hubs import Hubs, Push, Subscription
from ticker.store.letters import Letter, Tries
from ticker.store.log import Appended
from ticker.store.members import Members
from ticker.store.readings import name_reader
from ticker.store.server_home import find_server
from ticker.store.tokens import Token, Tokens
from ticker.store.turns import Report, Turn, Turns
from ticker.store.views import DeskStatus

__all__ = [
    "Alerts",
    "Appended",
    "DeskStatus",
    "DeskStore",
    "EditorsPair",
    "Hubs",
    "Letter",
    "Loaded",
    "Members",
    "Poison",
    "Push",
    "Report",
    "Retention",
    "Subscription",
    "Token",
    "Tokens",
    "Tries",
    "Turn",
    "Turns",
    "connect",
    "find_server",
    "keeps_a_log",
    "name_reader",
    "server_time",
]
