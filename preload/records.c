#include "records.h"

#include <string.h>
#include <sys/utsname.h>

#include "json_out.h"
#include "loop.h"
#include "record_line.h"
#include "sys.h"

static void add_version(struct json_out *json)
{
	char version[16];
	struct text text = text_in(version, sizeof(version));

	text_add_u64(&text, LOG_MAJOR);
	text_add_char(&text, '.');
	text_add_u64(&text, LOG_MINOR);
	json_string(json, "mmstall", version);
	json_string(json, "version", MMSTALL_VERSION);
}

static void add_machine(struct json_out *json, unsigned cpus)
{
	struct utsname machine;

	if (sys_call(SYS_uname, &machine, 0, 0, 0) == 0) {
		json_string(json, "kernel", machine.release);
		json_string(json, "arch", machine.machine);
	}
	json_u64(json, "cpus", cpus);
	json_u64(json, "page_bytes", sys_page_bytes());
}

static const char *stacks_word(enum stack_mode mode)
{
	static const char *const words[] = {
		[STACKS_OFF] = "off",
		[STACKS_FP] = "fp",
		[STACKS_DWARF] = "dwarf",
	};

	return words[mode];
}

void record_header(struct recorder *recorder, const struct header_facts *facts)
{
	struct json_out json = record_begin(recorder);

	add_version(&json);
	json_u64(&json, "pid", (uint64_t)facts->pid);
	json_u64(&json, "ppid", (uint64_t)facts->ppid);
	json_string(&json, "program", facts->program);
	json_string(&json, "exe", facts->exe);
	if (facts->run_id[0])
		json_string(&json, "run", facts->run_id);
	json_u64(&json, "start_ns", recorder->start_ns);
	json_u64(&json, "wall_ns", facts->wall_ns);
	add_machine(&json, facts->cpus);
	json_u64(&json, "min_iteration_ns", facts->min_iteration_ns);
	json_u64(&json, "min_fault_ns", facts->min_fault_ns);
	json_string(&json, "sampling", facts->is_sampling ? "perf" : "none");
	json_bool(&json, "kernel_faults", facts->has_kernel_faults);
	json_string(&json, "stacks", stacks_word(facts->stacks));
	if (facts->has_switches)
		json_bool(&json, "switches", true);
	record_end_essential(recorder, &json);
}

void record_loop(struct recorder *recorder, uint32_t id, uint32_t thread,
		 uint64_t t_ns, enum wait_kind kind, uint64_t identity)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "loop", id);
	json_u64(&json, LOG_KEY_THREAD, thread);
	record_add_time(recorder, &json, t_ns);
	json_string(&json, "wait", loop_wait_name(kind));
	if (loop_identity_is_descriptor(identity))
		json_u64(&json, "on", loop_identity_id(identity));
	else if (kind != WAIT_MARKED)
		json_hex(&json, "site", loop_identity_id(identity));
	record_end_essential(recorder, &json);
}

static void add_device(struct json_out *json, const struct mapped_file *file)
{
	char number[32];
	struct text text = text_in(number, sizeof(number));

	text_add_u64(&text, file->dev_major);
	text_add_char(&text, ':');
	text_add_u64(&text, file->dev_minor);
	json_string(json, "dev", number);
	text = text_in(number, sizeof(number));
	text_add_u64(&text, file->inode);
	json_string(json, "ino", number);
}

void record_file(struct recorder *recorder, const struct mapped_file *file,
		 int64_t readahead_bytes)
{
	static const char *const kinds[] = {
		[MEMORY_FILE] = LOG_MEMORY_FILE,
		[MEMORY_ANON] = LOG_MEMORY_ANON,
		[MEMORY_HEAP] = LOG_MEMORY_HEAP,
		[MEMORY_STACK] = LOG_MEMORY_STACK,
		[MEMORY_SPECIAL] = LOG_MEMORY_SPECIAL,
	};
	struct json_out json = record_begin(recorder);

	json_u64(&json, "file", file->id);
	json_string(&json, "kind", kinds[file->kind]);
	if (file->path[0])
		json_string(&json, "path", file->path);
	if (file->kind == MEMORY_FILE)
		add_device(&json, file);
	if (readahead_bytes >= 0)
		json_u64(&json, LOG_KEY_READAHEAD, (uint64_t)readahead_bytes);
	record_end(recorder, &json);
}

void record_map(struct recorder *recorder, const struct mapping *mapping)
{
	struct json_out json = record_begin(recorder);
	char prot[4] = "---";

	for (unsigned i = 0; i < 3; i++) {
		if (mapping->prot & (1u << i))
			prot[i] = "rwx"[i]; /* PROT_READ, _WRITE, _EXEC */
	}
	json_u64(&json, "map", mapping->log_id);
	record_add_time(recorder, &json, mapping->born_ns);
	json_u64(&json, "of", mapping->file);
	json_hex(&json, "start", mapping->start);
	json_u64(&json, "len", mapping->end - mapping->start);
	json_u64(&json, "off", mapping->offset);
	json_string(&json, "prot", prot);
	if (mapping->is_shared)
		json_u64(&json, "shared", 1);
	record_end(recorder, &json);
}

void record_resident(struct recorder *recorder, uint32_t map, uint64_t since_ns,
		     uint64_t t_ns, uint64_t pages, uint64_t of)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "resident", map);
	record_add_time(recorder, &json, since_ns);
	json_u64(&json, LOG_KEY_DURATION, t_ns - since_ns);
	json_u64(&json, LOG_KEY_NUMBER, pages);
	json_u64(&json, "of", of);
	record_end(recorder, &json);
}

void record_code(struct recorder *recorder, uint32_t id, uint64_t ip,
		 uint32_t map)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "code", id);
	json_hex(&json, "ip", ip);
	if (map)
		json_u64(&json, LOG_KEY_MAP, map);
	record_end(recorder, &json);
}

/* Which byte of which mapping ADDRESS is. */
static void add_place(struct json_out *json, const struct mapping *mapping,
		      uint64_t address)
{
	if (mapping && mapping->log_id) {
		json_u64(json, LOG_KEY_MAP, mapping->log_id);
		json_u64(json, LOG_KEY_OFFSET,
			 mapping->offset + (address - mapping->start));
	} else {
		json_hex(json, LOG_KEY_ADDRESS, address);
	}
}

void record_fault(struct recorder *recorder, uint32_t thread,
		  const struct fault *fault, const struct mapping *mapping,
		  uint32_t code)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "f", thread);
	record_add_time(recorder, &json, fault->begin_ns);
	json_u64(&json, LOG_KEY_DURATION, fault->len_ns);
	add_place(&json, mapping, fault->address);
	if (code)
		json_u64(&json, LOG_KEY_CODE, code);
	if (fault->stack)
		json_u64(&json, LOG_KEY_STACK, fault->stack);
	if (fault->is_major)
		json_u64(&json, LOG_KEY_MAJOR, 1);
	if (fault->is_kernel)
		json_u64(&json, LOG_KEY_KERNEL, 1);
	if (fault->is_open)
		json_u64(&json, LOG_KEY_OPEN, 1);
	if (fault->is_cut)
		json_u64(&json, LOG_KEY_CUT, 1);
	if (fault->slept_ns)
		json_u64(&json, LOG_KEY_FAULT_SLEPT, fault->slept_ns);
	if (fault->restarts)
		json_u64(&json, LOG_KEY_RESTARTED, fault->restarts);
	record_end(recorder, &json);
}

void record_call(struct recorder *recorder, const struct call_facts *call,
		 const struct mapping *mapping)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "call", call->thread);
	record_add_time(recorder, &json, call->begin_ns);
	json_u64(&json, LOG_KEY_DURATION, call->end_ns - call->begin_ns);
	json_string(&json, "fn", call->name);
	if (call->argument[0])
		json_string(&json, "arg", call->argument);
	add_place(&json, mapping, call->start);
	json_u64(&json, "len", call->len);
	if (call->major)
		json_u64(&json, LOG_KEY_MAJOR, call->major);
	record_end(recorder, &json);
}

static void add_usage(struct json_out *json, const struct usage *usage)
{
	json_u64(json, LOG_KEY_USED_MINOR, usage->minor);
	json_u64(json, LOG_KEY_USED_MAJOR, usage->major);
	json_u64(json, LOG_KEY_SLEPT, usage->voluntary);
	json_u64(json, LOG_KEY_PREEMPTED, usage->involuntary);
}

static void add_switches(struct json_out *json,
			 const struct iteration_facts *iteration)
{
	uint64_t len_ns = iteration->end_ns - iteration->begin_ns;
	uint64_t off_ns = iteration->asleep_ns + iteration->preempted_ns;

	json_u64(json, LOG_KEY_RUNNING, off_ns < len_ns ? len_ns - off_ns : 0);
	if (iteration->preempted_ns)
		json_u64(json, LOG_KEY_OFF_CPU, iteration->preempted_ns);
	if (iteration->asleep_ns)
		json_u64(json, LOG_KEY_ASLEEP, iteration->asleep_ns);
}

void record_iteration(struct recorder *recorder,
		      const struct iteration_facts *iteration)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "it", iteration->loop);
	json_u64(&json, LOG_KEY_NUMBER, iteration->number);
	record_add_time(recorder, &json, iteration->begin_ns);
	json_u64(&json, LOG_KEY_DURATION,
		 iteration->end_ns - iteration->begin_ns);
	json_u64(&json, LOG_KEY_READY, (uint64_t)iteration->ready);
	if (iteration->nested) {
		json_u64(&json, LOG_KEY_NESTED, iteration->nested);
		json_u64(&json, LOG_KEY_WAITED, iteration->nested_ns);
	}
	if (iteration->parked_ns)
		json_u64(&json, LOG_KEY_PARKED, iteration->parked_ns);
	if (iteration->usage.minor || iteration->usage.major)
		add_usage(&json, &iteration->usage);
	if (iteration->has_switches)
		add_switches(&json, iteration);
	if (iteration->is_open)
		json_u64(&json, LOG_KEY_OPEN, 1);
	record_end(recorder, &json);
}

void record_task(struct recorder *recorder, uint32_t thread, uint64_t begin_ns,
		 uint64_t end_ns, const char *name)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "task", thread);
	record_add_time(recorder, &json, begin_ns);
	json_u64(&json, LOG_KEY_DURATION, end_ns - begin_ns);
	json_string(&json, "name", name);
	record_end(recorder, &json);
}

void record_after(struct recorder *recorder, uint32_t loop, uint64_t number,
		  int32_t ready, uint64_t waited_ns)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "after", loop);
	json_u64(&json, LOG_KEY_NUMBER, number);
	json_u64(&json, LOG_KEY_READY, (uint64_t)ready);
	json_u64(&json, LOG_KEY_WAITED, waited_ns);
	record_end(recorder, &json);
}

void record_histogram(struct recorder *recorder, uint32_t loop, uint64_t t_ns,
		      const struct histogram *histogram)
{
	struct json_out json = record_begin(recorder);

	json_u64(&json, "hist", loop);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, LOG_KEY_NUMBER, histogram->count);
	json_u64(&json, "sum", histogram->sum_ns);
	json_u64(&json, "max", histogram->max_ns);
	json_pairs_begin(&json, "b");
	for (unsigned i = 0; i < LOG_HIST_BUCKETS; i++) {
		if (histogram->bucket[i])
			json_pair(&json, i, histogram->bucket[i]);
	}
	json_pairs_end(&json);
	record_end_essential(recorder, &json);
}

void record_trailer(struct recorder *recorder, const char *how, uint64_t t_ns)
{
	struct json_out json = record_begin(recorder);

	json_string(&json, "end", how);
	record_add_time(recorder, &json, t_ns);
	json_u64(&json, "records", recorder->log.records);
	json_u64(&json, "dropped", recorder->log.dropped);
	record_end_essential(recorder, &json);
}
