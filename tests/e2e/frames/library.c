/* The library that frames.c is linked with. */
#include "frames.h"

__attribute__((noinline)) static int library_inner(touch_fn *next, int value)
{
	int result = next(value);

	__asm__ volatile("" : : : "memory");
	return result + 1;
}

int library_call(touch_fn *next, int value)
{
	int result = library_inner(next, value + 1);

	__asm__ volatile("" : : : "memory");
	return result + 1;
}
