#include "slowfs/latency.h"

#include <errno.h>

void latency_init(struct latency *latency, const struct disk *disk,
		  unsigned depth, uint64_t file_bytes,
		  const struct bad_pages *bad)
{
	*latency = (struct latency){
		.file_bytes = file_bytes,
		.bad = *bad,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.disk = *disk,
	};
	queue_init(&latency->queue, depth);
}

static bool touches_bad_page(const struct bad_pages *bad,
			     const struct disk_read *read)
{
	for (unsigned i = 0; i < bad->count; i++) {
		uint64_t page = bad->offsets[i] -
				bad->offsets[i] % bad->page_bytes;

		if (page < read->offset + read->len_bytes &&
		    read->offset < page + bad->page_bytes)
			return true;
	}
	return false;
}

struct disk_answer latency_answer(struct latency *latency,
				  const struct disk_read *read)
{
	uint64_t at = read->file * latency->file_bytes + read->offset;
	uint64_t transfer_ns, access_ns;
	struct disk_answer answer;

	pthread_mutex_lock(&latency->lock);
	access_ns = disk_access_ns(&latency->disk, at, read->len_bytes);
	transfer_ns = disk_transfer_ns(&latency->disk, read->len_bytes);
	answer.due_ns = queue_done_ns(&latency->queue, read->start_ns,
				      access_ns, transfer_ns);
	pthread_mutex_unlock(&latency->lock);
	answer.error = touches_bad_page(&latency->bad, read) ? EIO : 0;
	return answer;
}
