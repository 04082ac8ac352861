#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A link with delay and loss between two network namespaces, where the kernel has no netem.

    lossylink.py --delay-ms 50 --loss 0.01 --server COMMAND -- COMMAND [ARGUMENT...]

Runs the server's shell command at 10.9.0.2 and the other at 10.9.0.1, each in a namespace of its own
with nothing but loopback and this link; ends with the second one's exit code. Packets of the server
come late, and some of them never; the other way is at once. Needs root.
"""
import argparse
import collections
import ctypes
import fcntl
import os
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def enter_new_namespace(address):
    """Leaves this process in a namespace with loopback and a tunnel. Returns the tunnel's file."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    tunnel = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tunnel, TUNSETIFF, struct.pack('16sH', b'lossy0', IFF_TUN | IFF_NO_PI))
    for command in (
        'ip link set lo up',
        f'ip addr add {address}/30 dev lossy0',
        'ip link set dev lossy0 mtu 1500 txqueuelen 10000 up',
    ):
        subprocess.run(command.split(), check=True)
    return tunnel


def start_server(command):
    """Returns its process id and its end of the link."""
    here, there = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        here.close()
        tunnel = enter_new_namespace('10.9.0.2')
        socket.send_fds(there, [b'x'], [tunnel])
        os.setpgid(0, 0)
        os.execvp('sh', ['sh', '-c', 'exec ' + command])
    there.close()
    _, files, _, _ = socket.recv_fds(here, 1, 1)
    return pid, files[0]


def read_packets(tunnel):
    """As many as there are, but not for ever."""
    for _ in range(256):
        try:
            yield os.read(tunnel, 2048)
        except BlockingIOError:
            return


def write_packet(tunnel, packet):
    try:
        os.write(tunnel, packet)
    except BlockingIOError:
        pass  # a full queue loses it, as a link does


def forward(client, server, delay, loss, child):
    late = collections.deque()  # (due, packet), in order
    while child.poll() is None:
        now = time.monotonic()
        wait = min(0.05, max(0.0, late[0][0] - now)) if late else 0.05
        readable, _, _ = select.select([client, server], [], [], wait)
        now = time.monotonic()
        while late and late[0][0] <= now:
            write_packet(client, late.popleft()[1])
        if client in readable:
            for packet in read_packets(client):
                write_packet(server, packet)
        if server in readable:
            for packet in read_packets(server):
                if random.random() >= loss:
                    late.append((now + delay, packet))
    return child.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--delay-ms', type=float, default=50)
    parser.add_argument('--loss', type=float, default=0.01)
    parser.add_argument('--server', required=True)
    parser.add_argument('command', nargs='+')
    options = parser.parse_args()
    pid, server = start_server(options.server)
    try:
        client = enter_new_namespace('10.9.0.1')
        child = subprocess.Popen(options.command)
        sys.exit(forward(client, server, options.delay_ms / 1000, options.loss, child))
    finally:
        os.killpg(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


if __name__ == '__main__':
    main()
