"""What kazoo's users rely on, on every server of an ensemble: check.py host:port,host:port,..."""

import logging
import sys
import threading
import traceback

from kazoo.client import KazooClient
from kazoo.exceptions import (
    BadVersionError,
    NodeExistsError,
    NoNodeError,
    NotEmptyError,
)

# Seconds, far beyond what a slow machine needs: whatever takes longer hangs.
PATIENCE = 120


def connect(hosts):
    client = KazooClient(hosts=hosts, timeout=30)
    client.start(timeout=PATIENCE)
    return client


class Events:
    """A watcher that remembers what it was called with."""

    def __init__(self):
        self.seen = []
        self.news = threading.Condition()

    def __call__(self, event):
        with self.news:
            self.seen.append((event.type, event.path))
            self.news.notify_all()

    def expect(self, *wanted):
        with self.news:
            self.news.wait_for(lambda: len(self.seen) >= len(wanted), PATIENCE)
            seen, self.seen = sorted(self.seen), []
        assert seen == sorted(wanted), f"{seen}, wanted {sorted(wanted)}"


def raises(error, work, *arguments, **options):
    try:
        result = work(*arguments, **options)
    except error:
        return
    raise AssertionError(f"{result!r}, wanted {error.__name__}")


def creates(client, other, root):
    """creates a node once, and reads it"""
    assert client.create(f"{root}/a", b"one") == f"{root}/a"
    data, stat = client.get(f"{root}/a")
    assert (data, stat.version, stat.data_length) == (b"one", 0, 3)
    raises(NodeExistsError, client.create, f"{root}/a")
    raises(NoNodeError, client.create, f"{root}/none/a")
    path, stat = client.create(f"{root}/b", b"two", include_data=True)
    assert (path, stat.version, stat.data_length) == (f"{root}/b", 0, 3)


def sequence(client, other, root):
    """numbers sequential nodes one after the other, whoever creates them"""
    made = [who.create(f"{root}/s-", sequence=True) for who in (client, other, client)]
    numbers = [int(path[-10:]) for path in made]
    assert numbers == list(range(numbers[0], numbers[0] + 3)), made


def ephemeral(client, other, root):
    """ends ephemeral nodes with their session"""
    path = client.create(f"{root}/e-", b"mine", ephemeral=True, sequence=True)
    other.sync(path)
    assert other.exists(path).ephemeralOwner == client.client_id[0]
    leaver = connect(",".join(f"{host}:{port}" for host, port in client.hosts))
    left = leaver.create(f"{root}/left", ephemeral=True)
    leaver.stop()
    leaver.close()
    client.sync(left)
    assert client.exists(left) is None
    assert client.exists(path) is not None


def versions(client, other, root):
    """sets data at the right version and refuses the wrong one"""
    assert client.set(root, b"1", version=0).version == 1
    raises(BadVersionError, client.set, root, b"2", version=0)
    assert client.get(root)[0] == b"1"
    assert client.set(root, b"2").version == 2


def watches(client, other, root):
    """fires every kind of watch once, for changes made on another server"""
    path, events = f"{root}/watched", Events()
    assert client.exists(path, watch=events) is None
    client.get_children(root, watch=events)
    other.create(path, b"1")
    events.expect(("CREATED", path), ("CHILD", root))
    client.get(path, watch=events)
    other.set(path, b"2")
    events.expect(("CHANGED", path))
    client.exists(path, watch=events)
    other.set(path, b"3")
    other.set(path, b"4")
    events.expect(("CHANGED", path))
    client.sync(path)
    client.get(path, watch=events)
    other.delete(path)
    events.expect(("DELETED", path))


def children(client, other, root):
    """lists children, and deletes a node when it has none"""
    path = f"{root}/parent"
    client.create(path)
    for name in "xyz":
        client.create(f"{path}/{name}")
    names, stat = client.get_children(path, include_data=True)
    assert (sorted(names), stat.numChildren) == (["x", "y", "z"], 3)
    raises(NotEmptyError, client.delete, path)
    raises(BadVersionError, client.delete, f"{path}/x", version=7)
    for name in "xyz":
        client.delete(f"{path}/{name}")
    client.delete(path)
    raises(NoNodeError, client.get_children, path)


def syncs(client, other, root):
    """reads, after a sync, what was written on another server"""
    for n in range(50):
        other.create(f"{root}/from-{n}", str(n).encode())
    client.sync(root)
    for n in range(50):
        assert client.get(f"{root}/from-{n}")[0] == str(n).encode()


def pipelines(client, other, root):
    """answers operations in order that were sent without waiting"""
    made = [client.create_async(f"{root}/p-{n}") for n in range(200)]
    assert [one.get(timeout=PATIENCE) for one in made] == [f"{root}/p-{n}" for n in range(200)]


CHECKS = (creates, sequence, ephemeral, versions, watches, children, syncs, pipelines)


def main(hosts):
    logging.basicConfig(level=logging.ERROR)
    servers = hosts.split(",")
    clients = [connect(server) for server in servers]
    clients[0].ensure_path("/kazoo")
    passed = failed = 0
    for i, (server, client) in enumerate(zip(servers, clients)):
        other = clients[(i + 1) % len(clients)]
        for check in CHECKS:
            root = f"/kazoo/{i}-{check.__name__}"
            client.create(root)
            other.sync(root)
            try:
                check(client, other, root)
                passed += 1
                print(f"ok    {server} {check.__doc__}")
            except Exception:
                failed += 1
                print(f"FAIL  {server} {check.__doc__}\n{traceback.format_exc()}")
    for client in clients:
        client.stop()
        client.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
