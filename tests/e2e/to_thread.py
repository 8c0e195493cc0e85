# to_thread.py FILE: reads pages of a cold mapped file "off the loop", and says
# how late the loop's own timer was meanwhile, in nanoseconds, all in all.
import asyncio, mmap, sys, time

late_ns = 0

async def tick():
    global late_ns
    while True:
        due = time.monotonic_ns() + 5_000_000
        await asyncio.sleep(0.005)
        late_ns += max(0, time.monotonic_ns() - due)

async def serve(data):
    ticker = asyncio.create_task(tick())
    for page in range(7, 4096, 256):
        # The interpreter lock is held while the page is read.
        at = page * mmap.PAGESIZE
        await asyncio.to_thread(lambda: data[at:at + 1])
        await asyncio.sleep(0.02)
    ticker.cancel()
    print(f"EXPECT late={late_ns}")

with open(sys.argv[1], "rb") as file:
    data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    asyncio.run(serve(data))
