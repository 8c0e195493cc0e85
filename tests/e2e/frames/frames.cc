/*
 * frames FILE: an event loop in C++ whose callbacks touch cold pages of FILE
 * through templates, in a destructor while an exception is in flight, and in
 * the handler that caught it. Each prints the names it is called through.
 */
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#define STAYS asm volatile("" : : : "memory")

namespace store
{

static const char *bytes;
static size_t page;

__attribute__((noinline)) int touch()
{
	int result = bytes[page * 4096];

	page += 8;
	STAYS;
	return result;
}

template <typename T> struct Reader {
	__attribute__((noinline)) T read(int times)
	{
		T result = static_cast<T>(touch() * times);

		STAYS;
		return result;
	}
};

struct Guard {
	__attribute__((noinline)) ~Guard()
	{
		touch();
		STAYS;
	}
};

__attribute__((noinline)) void fails(int value)
{
	Guard guard;

	STAYS;
	if (value >= 0)
		throw std::runtime_error("as it should");
}

__attribute__((noinline)) void on_template()
{
	std::puts("main;store::on_template;store::Reader<long>::read;"
		  "store::touch");
	Reader<long>().read(2);
	STAYS;
}

__attribute__((noinline)) void on_throw()
{
	std::puts("main;store::on_throw;store::fails;store::Guard::~Guard;"
		  "store::touch");
	std::puts("main;store::on_throw;store::Reader<int>::read;"
		  "store::touch");
	try {
		fails(1);
	} catch (const std::runtime_error &) {
		Reader<int>().read(3);
	}
	STAYS;
}

} // namespace store

int main(int argc, char **argv)
{
	static void (*const callbacks[])() = { store::on_template,
					       store::on_throw };
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	int ends[2], ready = epoll_create1(0);
	epoll_event event = {};

	event.events = EPOLLIN;
	if (file < 0 || pipe(ends) || write(ends[1], "", 1) < 0)
		return EXIT_FAILURE;
	epoll_ctl(ready, EPOLL_CTL_ADD, ends[0], &event);
	store::bytes = static_cast<const char *>(mmap(
		nullptr, 256 * 4096, PROT_READ, MAP_SHARED, file, 0));
	for (auto callback : callbacks) {
		epoll_wait(ready, &event, 1, -1);
		callback();
	}
	epoll_wait(ready, &event, 1, -1);
	return EXIT_SUCCESS;
}
