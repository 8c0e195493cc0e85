"""The protocol of the bundled servers (docs/servers.md), on asyncio."""
import asyncio, signal, struct

REQUEST = struct.Struct("<QQII")  # id, offset, file, length
REPLY = struct.Struct("<QQ")      # id, sum
STRIDE = 512

class Connection(asyncio.Protocol):
    """Cuts what a client sends into requests, and has each answered.

    answer(file, offset, length) is a function that returns the sum at once,
    or a coroutine function: then the loop goes on meanwhile."""

    def __init__(self, sizes, answer):
        self.sizes, self.answer = sizes, answer
        self.received = b""
        self.tasks = set()  # the loop itself only refers to them weakly

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        data = self.received + data
        whole = len(data) - len(data) % REQUEST.size
        self.received = data[whole:]
        for request in REQUEST.iter_unpack(data[:whole]):
            if not self.take(*request):
                self.transport.close()
                break

    def take(self, id, offset, file, length):
        if length == 0:
            self.reply(id, 0)
        elif file >= len(self.sizes) or offset + length > self.sizes[file]:
            return False
        elif asyncio.iscoroutinefunction(self.answer):
            task = asyncio.create_task(self.answer(file, offset, length))
            self.tasks.add(task)
            task.add_done_callback(lambda task: self.done(id, task))
        else:
            self.reply(id, self.answer(file, offset, length))
        return True

    def done(self, id, task):
        self.tasks.remove(task)
        if not task.cancelled():
            self.reply(id, task.result())

    def reply(self, id, sum):
        if not self.transport.is_closing():
            self.transport.write(REPLY.pack(id, sum))

async def serve(sizes, answer):
    """Answers until SIGTERM, on a free port, which it prints."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    server = await loop.create_server(lambda: Connection(sizes, answer), "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await over.wait()
    server.close()
