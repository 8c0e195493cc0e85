# server.py FILE: ten lines of asyncio that index a cold mapped file.
import asyncio, mmap, os, sys, time

async def serve(data, pages):
    for page in pages:
        started = time.monotonic_ns()
        value = data[page * mmap.PAGESIZE]
        print(f"TOUCH {page * mmap.PAGESIZE} {time.monotonic_ns() - started} {value}")
        await asyncio.sleep(0.002)

with open(sys.argv[1], "rb") as file:
    data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    asyncio.run(serve(data, [7, 300, 12, 2048, 901]))
