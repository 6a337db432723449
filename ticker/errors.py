"""Every error that ticker raises on purpose; the command line turns one into one clear line.

    TickerError                    exit 1
    ├── UsageError                 exit 2: the caller's words are off (an argument, an option)
    │   └── ConfigError            exit 2: config.yaml is off: file, line, field, what was meant
    ├── FetchError                 a URL or a file could not be read: kind, message
    ├── ParseError                 bytes that are no feed, page or ticker: kind, message
    ├── ActionError                a desk refused an editor's action: kind, message
    ├── RemoteError                a ticker server refused: kind, HTTP status or close code
    └── StoreError                 Redis answered no, or did not answer
        ├── ServerError            the embedded server could not be found, locked or started
        ├── UnreachableError       Redis is away; the same call may go through later
        ├── FencedError            another writer holds the desk; this one must stop writing
        ├── OccupiedError          a desk that is to be restored is kept by a process, or not empty
        ├── GapError               a cursor is too old to go on from; a fresh snapshot is needed
        └── SchemaError            the stored data is of a version this program does not know

Knows the tree; must not know where an error is raised or how it is shown.
"""


class TickerError(Exception):
    """Root of all errors raised on purpose. `str()` is one line for the user, cause included."""

    exit_code = 1


class UsageError(TickerError):
    """An argument or option that cannot be used as given."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration that cannot be used. Its text holds one `file:line: field: what, fix` a line."""


class RefusedError(TickerError):
    """Something from outside was refused; `kind` is a stable word for programs."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class FetchError(RefusedError):
    """A URL or file could not be read (kinds: see `ingest.fetch`)."""


class ParseError(RefusedError):
    """Bytes that hold no feed, page or ticker (kinds: see `ingest.parse`)."""


class ActionError(RefusedError):
    """A desk refused an editor's action; nothing was changed (kinds: see `core.curate`)."""


class RemoteError(TickerError):
    """A ticker server refused: `kind` is a stable word, `status` the HTTP status or close code."""

    def __init__(self, kind: str, status: int, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status


class StoreError(TickerError):
    """Redis refused a command or holds something unexpected."""


class ServerError(StoreError):
    """The embedded server could not be found, locked, adopted or started."""


class UnreachableError(StoreError):
    """Redis does not answer; the same call may go through later."""


class FencedError(StoreError):
    """The writer's fencing token is no longer current; it must stop writing."""


class OccupiedError(StoreError):
    """A desk cannot be restored: a process keeps it, or it holds what would be lost."""


class GapError(StoreError):
    """What follows a reader's cursor is no longer kept; it must take a fresh snapshot."""


class SchemaError(StoreError):
    """The stored data carries a schema version that this program does not know."""
