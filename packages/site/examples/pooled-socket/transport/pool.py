"""One pool of ZeroMQ sockets for the whole process."""
import threading
from dataclasses import dataclass

import zmq


@dataclass
class SocketConfig:
    kind: int
    endpoint: str
    bind: bool = False


class SocketPool:
    def __init__(self):
        self._context = zmq.Context()
        self._sockets = []
        self._lock = threading.Lock()

    def open(self, config: SocketConfig) -> zmq.Socket:
        socket = self._context.socket(config.kind)
        if config.bind:
            socket.bind(config.endpoint)
        else:
            socket.connect(config.endpoint)
        with self._lock:
            self._sockets.append(socket)
        return socket

    def close(self):
        with self._lock:
            while self._sockets:
                self._sockets.pop().close(linger=0)


_pool = SocketPool()


def get_rep_socket(endpoint: str) -> zmq.Socket:
    return _pool.open(SocketConfig(zmq.REP, endpoint, bind=True))
