"""asyncio_sqlite.py [--cure] DATABASE...: answers from databases (docs/servers.md).

A database holds the bytes of one file in rows (make_database.py). SQLite maps
it: a query reads a disk without reading a file."""
import asyncio, sqlite3, sys, threading
from concurrent.futures import ThreadPoolExecutor

from make_database import ROW_BYTES
from protocol import STRIDE, serve

MAPPED_BYTES = 1 << 30
THREADS = 8

args = sys.argv[1:]
cured = args[:1] == ["--cure"]
own = threading.local()  # a connection serves one query at a time

def connect(path):
    # immutable: nobody writes, so there are no locks to take.
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    database.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    return database

def open_own():
    own.databases = [connect(path) for path in args[cured:]]

def size_of(database):
    number, length = database.execute(
        "SELECT number, length(bytes) FROM row ORDER BY number DESC LIMIT 1").fetchone()
    return (number - 1) * ROW_BYTES + length

def handle_request(file, offset, length):
    """The hazard, in the loop: a query that reads a disk."""
    first, last = offset // ROW_BYTES, (offset + length - 1) // ROW_BYTES
    rows = own.databases[file].execute(
        "SELECT bytes FROM row WHERE number BETWEEN ? AND ? ORDER BY number",
        (first + 1, last + 1))
    bytes = b"".join(row[0] for row in rows)
    offset -= first * ROW_BYTES
    return sum(bytes[offset:offset + length:STRIDE])

# A thread is enough here, unlike for a slice of a mapping: Python lets go of
# the interpreter lock while SQLite works, and SQLite copies the rows meanwhile.
threads = ThreadPoolExecutor(THREADS, initializer=open_own)

async def query_in_thread(file, offset, length):
    """The cure: the query waits in a thread, without the interpreter lock."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, handle_request, file, offset, length)

open_own()
sizes = [size_of(database) for database in own.databases]
asyncio.run(serve(sizes, query_in_thread if cured else handle_request))
