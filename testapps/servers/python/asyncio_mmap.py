"""asyncio_mmap.py [--cure] FILE...: answers from mapped files (docs/servers.md)."""
import asyncio, mmap, os, sys

from protocol import STRIDE, serve

args = sys.argv[1:]
cured = args[:1] == ["--cure"]
files = [os.open(path, os.O_RDONLY) for path in args[cured:]]
sizes = [os.fstat(file).st_size for file in files]

if not cured:
    maps = [mmap.mmap(file, 0, mmap.MAP_SHARED, mmap.PROT_READ) for file in files]

def handle_request(file, offset, length):
    """The hazard: an index that reads a disk, in the loop."""
    return sum(maps[file][offset:offset + length:STRIDE])

# pread, and not a slice of the mapping: a thread that faults holds the
# interpreter lock all the while, and the loop waits for that.
async def read_request(file, offset, length):
    """The cure: the read waits in a thread, without the interpreter lock."""
    bytes = await asyncio.to_thread(os.pread, files[file], length, offset)
    return sum(bytes[::STRIDE])

asyncio.run(serve(sizes, read_request if cured else handle_request))
