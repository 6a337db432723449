"""Servers that stand in for one another: a primary under a Sentinel, and a cluster of three with replicas.

Knows how they are put together; must not know what is stored in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redis.crc import key_slot

from tests.support.loopback import free_port
from tests.support.redis_server import RedisServer
from tests.support.waiting import until

if TYPE_CHECKING:
    import random

SLOTS = 16384


class Watched:
    """A primary and its replica under one Sentinel, as the service `news`."""

    def __init__(self) -> None:
        self.primary, self.replica = RedisServer(), RedisServer()
        self._sentinel = RedisServer(
            sentinel=f"sentinel monitor news 127.0.0.1 {self.primary.port} 1\n"
            "sentinel down-after-milliseconds news 1000\n"
            "sentinel failover-timeout news 5000\n"
        )

    @property
    def url(self) -> str:
        return f"redis+sentinel://127.0.0.1:{self._sentinel.port}/news"

    def start(self) -> None:
        """Start them; returns when they answer."""
        self.primary.start()
        self.replica.start()
        self.replica.client.replicaof("127.0.0.1", self.primary.port)
        until(lambda: info(self.replica, "replication")["master_link_status"] == "up")
        self._sentinel.start()

    def safe(self) -> bool:
        """Whether the Sentinel knows the replica, which it looks for every ten seconds."""
        return bool(info(self._sentinel, "sentinel")["master0"]["slaves"])

    def close(self) -> None:
        for one in (self._sentinel, self.replica, self.primary):
            one.close()


class Cluster:
    """Three primaries, each with a third of the slots and a replica."""

    def __init__(self) -> None:
        options = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1500"]
        options += ["--cluster-require-full-coverage", "no"]  # one third down is not all down
        self._buses = [free_port() for _ in range(6)]
        self.nodes = [RedisServer(*options, "--cluster-port", str(bus)) for bus in self._buses]
        self.primaries, self.replicas = self.nodes[:3], self.nodes[3:]

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> None:
        """Start the nodes and join them; returns when every one of them holds the cluster for whole."""
        for node in self.nodes:
            node.start()
        first = self.nodes[0]
        for node in self.nodes[1:]:
            told(node, "CLUSTER", "MEET", "127.0.0.1", first.port, self._buses[0])
        for number, node in enumerate(self.primaries):
            begin, end = self.slots(number)
            told(node, "CLUSTER", "ADDSLOTSRANGE", begin, end - 1)
        until(lambda: all(self._knows_all(node) for node in self.nodes))
        for primary, replica in zip(self.primaries, self.replicas, strict=True):
            told(replica, "CLUSTER", "REPLICATE", self._id(primary))
        until(lambda: all(info(node, "replication")["master_link_status"] == "up" for node in self.replicas))
        until(lambda: all(self._whole(node) for node in self.nodes))
        for replica in self.replicas:
            told(replica, "READONLY")  # it shows what it has, and sends nobody away

    def close(self) -> None:
        for node in self.nodes:
            node.close()

    @staticmethod
    def slots(number: int) -> tuple[int, int]:
        """The first slot of the n-th primary, and the one after its last."""
        return number * SLOTS // 3, (number + 1) * SLOTS // 3

    def desk_of(self, number: int, dice: random.Random) -> str:
        """A desk's name whose keys are the n-th primary's."""
        begin, end = self.slots(number)
        while True:
            name = f"desk{dice.randrange(10**6)}"
            if begin <= key_slot(name.encode()) < end:
                return name

    def _knows_all(self, node: RedisServer) -> bool:
        return self._said(node)["cluster_known_nodes"] == str(len(self.nodes))

    def _whole(self, node: RedisServer) -> bool:
        said = self._said(node)
        return said["cluster_state"] == "ok" and said["cluster_slots_ok"] == str(SLOTS)

    @staticmethod
    def _said(node: RedisServer) -> dict[str, str]:
        text: bytes = told(node, "CLUSTER", "INFO")
        return dict(line.split(":", 1) for line in text.decode().splitlines())

    @staticmethod
    def _id(node: RedisServer) -> str:
        return str(told(node, "CLUSTER", "MYID").decode())


def info(server: RedisServer, section: str) -> dict[str, Any]:
    """What a server says of itself."""
    found: dict[str, Any] = server.client.info(section)
    return found


def told(server: RedisServer, *command: str | int) -> Any:
    """What a server answers to one command."""
    client: Any = server.client
    return client.execute_command(*command)
