#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"

static bool refuse(const struct output *output, struct err *err)
{
	err_set(err, STATUS_UNREADABLE, "%s: %s", output->path,
		strerror(errno));
	return false;
}

/* Something that takes what is written, and must not be replaced: a device, a
 * pipe, /dev/stdout. */
static bool is_passage(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 && !S_ISREG(facts.st_mode) &&
	       !S_ISDIR(facts.st_mode);
}

/* The file to be: what a symbolic link points to, not the link. */
static char *target_of(const char *path)
{
	char *target = realpath(path, NULL);

	return target ? target : must_copy(path);
}

/* A file beside the one to be, 0600. */
static bool open_temporary(struct output *output)
{
	static const char ending[] = ".XXXXXX";
	int file;

	output->target = target_of(output->path);
	output->temporary = must_alloc(strlen(output->target) + sizeof(ending));
	sprintf(output->temporary, "%s%s", output->target, ending);
	file = mkstemp(output->temporary);
	if (file < 0)
		return false;
	output->stream = fdopen(file, "w");
	if (output->stream)
		return true;
	unlink(output->temporary);
	close(file);
	return false;
}

static void release(struct output *output)
{
	free(output->target);
	free(output->temporary);
}

bool output_open(struct output *output, const char *path, struct err *err)
{
	bool is_open = true;

	*output = (struct output){ .stream = stdout, .path = path };
	if (path && is_passage(path)) {
		output->stream = fopen(path, "w");
		is_open = output->stream != NULL;
	} else if (path) {
		is_open = open_temporary(output);
	}
	if (is_open)
		return true;
	refuse(output, err);
	release(output);
	return false;
}

bool output_close(struct output *output, struct err *err)
{
	bool is_fine;

	if (!output->path)
		return true;
	is_fine = !ferror(output->stream);
	is_fine = fclose(output->stream) == 0 && is_fine;
	if (output->temporary)
		is_fine = is_fine &&
			  rename(output->temporary, output->target) == 0;
	if (!is_fine) {
		refuse(output, err);
		if (output->temporary)
			unlink(output->temporary);
	}
	release(output);
	return is_fine;
}
