"""Executes steps of the plan."""
import logging
import time

import zmq
from transport import get_rep_socket

logger = logging.getLogger(__name__)


class Executor:
    def __init__(self, port=5602):
        self.endpoint = f"tcp://*:{port}"
        self.socket = get_rep_socket(self.endpoint)

    def start(self):
        for attempt in range(5):
            try:
                self.socket.bind(self.endpoint)
                return
            except zmq.ZMQError as error:
                logger.warning("port still taken: %s", error)
                time.sleep(2**attempt)
        raise RuntimeError(f"cannot bind {self.endpoint}")

    def run(self):
        self.start()
        while True:
            request = self.socket.recv_json()
            logger.info("executing %s", request)
            self.socket.send_json({"done": True})


if __name__ == "__main__":
    Executor().run()
