#include <string.h>
#include <sys/mman.h>

#include "calls.h"
#include "collector_state.h"
#include "names.h"
#include "sys.h"

void resolve_read_maps(struct collector *collector)
{
	uint64_t before_ns = now_ns();

	if (collector->has_read_maps)
		return;
	collector->has_read_maps = true;
	if (mappings_read_proc(&collector->mappings, collector->maps_read_ns))
		collector->maps_read_ns = before_ns;
}

static void map_event(struct collector *collector, const struct event *event)
{
	struct mapped_file like = {
		.kind = event->map.is_anonymous ? MEMORY_ANON : MEMORY_FILE,
		.dev_major = event->map.dev_major,
		.dev_minor = event->map.dev_minor,
		.inode = event->map.inode,
		.path = names_text(event->map.name),
	};
	struct mapping mapping = {
		.start = event->map.start,
		.end = event->map.start + event->map.len,
		.offset = event->map.offset,
		.born_ns = event->t_ns,
		.file = mappings_file(&collector->mappings, &like),
		.prot = (uint8_t)event->map.prot,
		.is_shared = event->map.is_shared,
	};

	mappings_map(&collector->mappings, &mapping);
	collector->residency.has_news = true;
}

void resolve_mapping_event(struct collector *collector,
			   const struct event *event)
{
	struct mappings *table = &collector->mappings;

	switch (event->kind) {
	case EVENT_MAP:
		map_event(collector, event);
		break;
	case EVENT_UNMAP:
		mappings_unmap(table, event->unmap.start,
			       event->unmap.start + event->unmap.len,
			       event->t_ns);
		break;
	case EVENT_REMAP:
		mappings_remap(table, event->remap.old_start,
			       event->remap.old_len, event->remap.new_start,
			       event->remap.new_len, event->remap.before_ns,
			       event->t_ns);
		break;
	default: /* EVENT_RESYNC */
		collector->must_read_maps = true;
		break;
	}
}

static bool has_name(struct collector *collector, const struct mapping *mapping)
{
	const struct mapped_file *file = mappings_file_at(&collector->mappings,
							  mapping->file);

	return file && (file->kind != MEMORY_FILE || file->path[0]);
}

/* What lay at ADDRESS at T_NS; asks the kernel when the table does not know. */
static struct mapping *find(struct collector *collector, uint64_t address,
			    uint64_t t_ns)
{
	struct mapping *mapping = mappings_at(&collector->mappings, address,
					      t_ns);

	if ((mapping && has_name(collector, mapping)) ||
	    collector->has_read_maps)
		return mapping;
	resolve_read_maps(collector);
	return mappings_at(&collector->mappings, address, t_ns);
}

static void log_file(struct collector *collector, struct mapped_file *file)
{
	int64_t readahead = -1;

	if (file->is_logged)
		return;
	file->is_logged = true;
	if (file->kind == MEMORY_FILE)
		readahead = readahead_bytes(&collector->readahead, "/sys",
					    file->dev_major, file->dev_minor);
	record_file(&collector->recorder, file, readahead);
}

/* MAPPING's map record, and its file's, are in the log afterwards. */
static void log_mapping(struct collector *collector, struct mapping *mapping)
{
	struct mapped_file *file = mappings_file_at(&collector->mappings,
						    mapping->file);

	if (mapping->log_id || !file)
		return;
	log_file(collector, file);
	mapping->log_id = ++collector->maps;
	record_map(&collector->recorder, mapping);
	if (mapping->owner_stack)
		record_owner(&collector->recorder, mapping->log_id,
			     mapping->owner_stack);
}

/* The id of the instruction at IP; 0: the table is full. */
static uint32_t code_of(struct collector *collector, uint64_t ip, uint64_t t_ns)
{
	struct mapping *mapping = find(collector, ip, t_ns);
	uint32_t file = mapping ? mapping->file : 0;
	uint64_t hash = (ip ^ (ip >> 17)) * UINT64_C(0x9e3779b97f4a7c15) >> 32;

	for (uint64_t i = 0; i < 32; i++) {
		struct code *code = &collector->code[(hash + i) % CODE_SLOTS];

		if (code->id && (code->ip != ip || code->file != file))
			continue;
		if (code->id)
			return code->id;
		*code = (struct code){ ip, file, ++collector->codes };
		if (mapping)
			log_mapping(collector, mapping);
		record_code(&collector->recorder, code->id, ip,
			    mapping ? mapping->log_id : 0);
		return code->id;
	}
	return 0;
}

static void keep_worst(struct collector *collector, const struct watch *watch,
		       const struct fault *fault)
{
	struct worst *worst = &collector->worst_fault;

	if (fault->len_ns <= worst->len_ns)
		return;
	worst->len_ns = fault->len_ns;
	memcpy(worst->thread, watch->name, sizeof(worst->thread));
}

void resolve_fault(struct collector *collector, struct watch *watch,
		   const struct fault *fault)
{
	/* In the kernel it is the kernel's copy routine: says nothing. */
	uint32_t code = fault->is_kernel ? 0
					 : code_of(collector, fault->ip,
						   fault->begin_ns);
	struct mapping *mapping = find(collector, fault->address,
				       fault->begin_ns);

	if (mapping)
		log_mapping(collector, mapping);
	record_fault(&collector->recorder, watch->id, fault, mapping, code);
	keep_worst(collector, watch, fault);
}

void resolve_faults(struct collector *collector, struct watch *watch)
{
	for (size_t i = 0; i < watch->faults.len; i++)
		resolve_fault(collector, watch,
			      vec_at(&watch->faults, struct fault, i));
	watch->faults.len = 0;
}

void resolve_samples(struct collector *collector, struct watch *watch)
{
	struct vec *samples = &watch->stacks.samples;

	for (size_t i = 0; i < samples->len; i++) {
		const struct stack_moment *at = vec_at(samples,
						       struct stack_moment, i);
		uint32_t code = code_of(collector, at->ip, at->t_ns);

		if (code)
			record_sample(&collector->recorder, watch->id, at->t_ns,
				      at->stack, code);
	}
	samples->len = 0;
}

/* The same advice on the same mapping again says nothing new. */
static bool is_repeated(struct mapping *mapping, const struct event *event)
{
	uint32_t advice = event->call.kind << 16 |
			  (uint32_t)(event->call.argument & 0xffff);

	if (mapping->last_advice == advice)
		return true;
	mapping->last_advice = advice;
	return false;
}

/* Whether the call of EVENT, on MAPPING, tells anything. */
static bool is_worth_saying(struct collector *collector,
			    struct mapping *mapping, const struct event *event,
			    bool is_long)
{
	const struct mapped_file *file = mapping ? mappings_file_at(
							   &collector->mappings,
							   mapping->file)
						 : NULL;
	bool is_on_file = file && file->kind == MEMORY_FILE;

	/* The hook looked coarsely: a buffer beside a mapped file is none. */
	if (call_is_of_buffer((enum call_kind)event->call.kind))
		return is_on_file;
	return is_long || (is_on_file && !is_repeated(mapping, event));
}

bool resolve_call(struct collector *collector, struct watch *watch,
		  const struct event *event)
{
	enum call_kind kind = (enum call_kind)event->call.kind;
	int argument = event->call.argument;
	/* A munmap's range was noted as gone when the call began, and an
	 * mmap's was there only when it returned. */
	struct mapping *mapping = find(
		collector, event->call.start,
		kind == CALL_MMAP ? event->t_ns : event->call.begin_ns);
	bool is_long = event->t_ns - event->call.begin_ns >=
		       collector->facts->config->min_fault_ns;

	if (!is_worth_saying(collector, mapping, event, is_long))
		return false;
	if (mapping)
		log_mapping(collector, mapping);
	record_call(&collector->recorder,
		    &(struct call_facts){
			    .thread = watch->id,
			    .begin_ns = event->call.begin_ns,
			    .end_ns = event->t_ns,
			    .name = call_name(kind),
			    .argument = call_argument(kind, argument),
			    .start = event->call.start,
			    .len = event->call.len,
			    .major = call_is_of_buffer(kind)
					     ? (uint32_t)argument
					     : 0,
		    },
		    mapping);
	return is_long;
}

static void say_arrival(void *context, struct mapping *mapping,
			uint64_t since_ns, uint64_t pages, uint64_t of)
{
	struct collector *collector = context;

	log_mapping(collector, mapping);
	record_resident(&collector->recorder, mapping->log_id, since_ns,
			now_ns(), pages, of);
}

void resolve_arrivals(struct collector *collector, uint64_t now)
{
	if (!collector->is_sampling)
		residency_look(&collector->residency, &collector->mappings, now,
			       say_arrival, collector);
}
