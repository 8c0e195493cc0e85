"""asyncio_sqlite.py [--cure] DATABASE...: answers from databases (docs/servers.md).

A database holds the bytes of one file in rows (make_database.py). SQLite maps
it: a query reads a disk without reading a file."""
import asyncio, os, sqlite3, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from make_database import ROW_BYTES
from protocol import STRIDE, serve

MAPPED_BYTES = 1 << 30
PROCESSES = 4

def connect(path):
    # immutable: nobody writes, so there are no locks to take.
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    database.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    return database

def open_all(paths):
    global databases
    databases = [connect(path) for path in paths]

def size_of(database):
    number, length = database.execute(
        "SELECT number, length(bytes) FROM row ORDER BY number DESC LIMIT 1").fetchone()
    return (number - 1) * ROW_BYTES + length

def handle_request(file, offset, length):
    """The hazard: a query that reads a disk, in the loop."""
    first, last = offset // ROW_BYTES, (offset + length - 1) // ROW_BYTES
    rows = databases[file].execute(
        "SELECT bytes FROM row WHERE number BETWEEN ? AND ? ORDER BY number",
        (first + 1, last + 1))
    bytes = b"".join(row[0] for row in rows)
    offset -= first * ROW_BYTES
    return sum(bytes[offset:offset + length:STRIDE])

async def ask_worker(file, offset, length):
    """The cure: the query waits in another process."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(workers, handle_request, file, offset, length)

if __name__ == "__main__":
    args = sys.argv[1:]
    cured = args[:1] == ["--cure"]
    open_all(args[cured:])
    sizes = [size_of(database) for database in databases]
    if cured:
        workers = ProcessPoolExecutor(PROCESSES, get_context("spawn"), open_all, (args[1:],))
    asyncio.run(serve(sizes, ask_worker if cured else handle_request))
