// Another plugin: C++ that throws, and catches what it threw, in a program that
// is none.
#include <stdexcept>

extern "C" int plugin_call(int (*next)(int), int value)
{
	try {
		int result = next(value);

		if (result >= 0 || result < 0)
			throw std::runtime_error("as it should");
	} catch (const std::runtime_error &) {
		asm volatile("" : : : "memory");
	}
	return 1;
}
