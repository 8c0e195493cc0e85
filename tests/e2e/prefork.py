# prefork.py FILE: three forked workers, each with a loop that touches a cold
# page of a file that was mapped before the fork, and a started program.
import mmap, os, select, subprocess, sys

file = open(sys.argv[1], "rb")
data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)

def work(page):
    loop = select.epoll()
    loop.poll(0.001)
    loop.poll(0.001)
    data[page * mmap.PAGESIZE]
    loop.poll(0.001)
    os._exit(page)

workers = []
for page in (3, 50, 200):
    pid = os.fork()
    if pid == 0:
        work(page)
    workers.append(pid)
    print(f"EXPECT worker={pid}")
print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers])
print(subprocess.run(["/bin/sh", "-c", "exit 9"]).returncode)
