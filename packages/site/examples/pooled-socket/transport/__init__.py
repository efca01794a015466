"""Sockets of the platform."""
from .pool import SocketPool, get_rep_socket

__all__ = ["SocketPool", "get_rep_socket"]
