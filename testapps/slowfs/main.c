/*
 * slowfs: a disk as slow as you like, for programs whose stalls are to be
 * measured. Its files' content is known (common/content.h) or given, each read
 * takes a known time (latency.h) and is written down (record.h).
 */
#include "slowfs/background.h"
#include "slowfs/mount.h"
#include "slowfs/serve.h"

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An absolute path: the working directory changes, unmounting comes later. */
static char *mountpoint_or_exit(const char *name)
{
	char *path = realpath(name, NULL);
	struct stat st;

	if (!path || stat(path, &st) < 0)
		err(EXIT_FAILURE, "cannot mount on %s", name);
	if (!S_ISDIR(st.st_mode))
		errx(EXIT_FAILURE, "cannot mount on %s: not a folder", name);
	return path;
}

/* The files of --contents, if there are to be any; else as they were asked for.
 * A disk has equal room for each. */
static void lay_out(struct options *options, struct contents *contents)
{
	int error;

	*contents = (struct contents){ 0 };
	if (!options->contents)
		return;
	error = contents_open(contents, options->contents);
	if (error)
		errx(EXIT_FAILURE, "cannot read %s/data.0 and so on: %s",
		     options->contents, strerror(-error));
	if (contents->largest_bytes == 0)
		errx(EXIT_FAILURE, "there is nothing in %s/data.0 and so on",
		     options->contents);
	options->files = contents->files;
	options->size_bytes = contents->largest_bytes;
}

static void fs_from_options(struct fs *fs, const struct options *options,
			    const struct contents *contents)
{
	struct disk disk;
	int error;

	*fs = (struct fs){
		.size_bytes = options->size_bytes,
		.files = options->files,
		.contents = *contents,
		.uid = options->uid,
		.gid = options->gid,
		.made_at = time(NULL),
		.readahead_bytes = (unsigned)options->readahead_bytes,
	};
	disk_init(&disk, options->disk, options->seed, options->latency_ns,
		  options->files * options->size_bytes);
	latency_init(&fs->latency, &disk, options->queue_depth,
		     options->size_bytes, &options->bad);
	error = record_open(&fs->record, options->record);
	if (error)
		errx(EXIT_FAILURE, "cannot write the record %s: %s",
		     options->record, strerror(-error));
}

/* Blocked in every thread: main waits for them, see serve_until_asked(). */
static void block_ending_signals(sigset_t *ending)
{
	sigemptyset(ending);
	sigaddset(ending, SIGTERM);
	sigaddset(ending, SIGINT);
	sigaddset(ending, SIGHUP);
	pthread_sigmask(SIG_BLOCK, ending, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void say_ready(const struct options *options)
{
	printf("slowfs: process %ld serves %u file%s of %s%llu bytes on %s, ",
	       (long)getpid(), options->files, options->files == 1 ? "" : "s",
	       options->contents ? "up to " : "",
	       (unsigned long long)options->size_bytes, options->mountpoint);
	if (options->disk == DISK_FIXED)
		printf("%g ms a read", (double)options->latency_ns / 1e6);
	else
		printf("%s disk", disk_kind_name(options->disk));
	printf(", readahead %llu bytes\n",
	       (unsigned long long)options->readahead_bytes);
	fflush(stdout);
}

/* Until a signal, or until unmounting ends the threads, which is one too. */
static bool serve_until_asked(struct fuse_session *session,
			      const struct options *options, int ready_fd,
			      const sigset_t *ending)
{
	struct serve serve;
	int error = serve_start(&serve, session);
	bool ready = false;
	int signal;

	if (error)
		warnx("cannot start %d threads: %s", SERVE_THREADS,
		      strerror(-error));
	else
		ready = mount_is_ready(options);
	if (ready) {
		say_ready(options);
		if (ready_fd >= 0)
			background_ready(ready_fd);
		sigwait(ending, &signal);
	}
	serve_stop(&serve);
	return ready;
}

int main(int argc, char **argv)
{
	struct fuse_session *session;
	struct options options;
	struct contents contents;
	char *mountpoint;
	sigset_t ending;
	struct fs fs;
	unsigned missed;
	int ready_fd = -1;
	bool served;

	options_parse(&options, argc, argv);
	options.mountpoint = mountpoint = mountpoint_or_exit(
		options.mountpoint);
	lay_out(&options, &contents);
	fs_from_options(&fs, &options, &contents);
	if (options.daemon)
		ready_fd = background_begin();
	block_ending_signals(&ending);

	session = mount_session(&fs, &options);
	if (!session)
		return EXIT_FAILURE;
	served = serve_until_asked(session, &options, ready_fd, &ending);
	fuse_session_unmount(session);
	fuse_session_destroy(session);
	free(mountpoint);

	contents_close(&contents);
	missed = record_close(&fs.record);
	if (missed)
		warnx("%u reads are missing from the record %s", missed,
		      options.record);
	return served && !missed ? EXIT_SUCCESS : EXIT_FAILURE;
}
