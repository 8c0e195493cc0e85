#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"

static bool refuse(const struct output *output, struct err *err)
{
	err_set(err, STATUS_UNREADABLE, "%s: %s", output->path,
		strerror(errno));
	return false;
}

bool output_open(struct output *output, const char *path, struct err *err)
{
	static const char ending[] = ".XXXXXX";
	int file;

	*output = (struct output){ .stream = stdout, .path = path };
	if (!path)
		return true;
	output->temporary = must_alloc(strlen(path) + sizeof(ending));
	sprintf(output->temporary, "%s%s", path, ending);
	file = mkstemp(output->temporary); /* 0600 */
	if (file >= 0) {
		output->stream = fdopen(file, "w");
		if (output->stream)
			return true;
		unlink(output->temporary);
		close(file);
	}
	refuse(output, err);
	free(output->temporary);
	return false;
}

bool output_close(struct output *output, struct err *err)
{
	bool is_fine;

	if (!output->path)
		return true;
	is_fine = !ferror(output->stream);
	is_fine = fclose(output->stream) == 0 && is_fine;
	is_fine = is_fine && rename(output->temporary, output->path) == 0;
	if (!is_fine) {
		refuse(output, err);
		unlink(output->temporary);
	}
	free(output->temporary);
	return is_fine;
}
