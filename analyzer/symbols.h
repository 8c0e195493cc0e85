/*
 * Frames as names: each module's debug data is opened once, each address is
 * looked up once, and only what is asked for.
 */
#ifndef MMSTALL_SYMBOLS_H
#define MMSTALL_SYMBOLS_H

#include "analyzer/model.h"

/* A function that an address is in. */
struct symbol {
	char *name;       /* demangled; "server+0x1234" when it has none */
	char *file;       /* of the line; NULL: not known */
	int line;         /* 0: not known */
	bool is_known;    /* it has a name */
	bool is_function; /* the address is where it begins, at least */
	bool is_inlined;  /* into the next of the list */
};

/* All functions at an address, the innermost first; at least one. */
struct symbol_list {
	size_t len;
	struct symbol *item;
};

/* How many modules that names were asked of could not be used. */
struct symbols_gaps {
	size_t missing;            /* the file is not there */
	size_t other;              /* it is another build */
	const char *first_missing; /* path of one */
	const char *first_other;
};

/*
 * Where names come from: a test can fake it. Lists stay valid as long as the
 * namer does.
 */
struct namer {
	const struct symbol_list *(*names)(struct namer *namer,
					   const struct process *process,
					   const struct frame *frame);
	struct symbols_gaps gaps;
};

struct symbols_options {
	const char *folder;  /* with more debug data; NULL: none */
	const char *sysroot; /* before every path; NULL: none */
};

/* A namer that asks the modules' own data. OPTIONS stays valid. */
struct namer *symbols_open(const struct symbols_options *options);
void symbols_close(struct namer *namer);

#endif
