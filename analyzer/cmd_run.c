/*
 * mmstall run: a program under the profiler, and its report when it has
 * ended, whichever way.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd_report.h"
#include "commands.h"
#include "run_library.h"
#include "run_logs.h"

#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct run {
	struct request request; /* for the report */
	bool has_report;
	const char *log_pattern; /* NULL: the library's default */
	char id[RUN_ID_SIZE];
	char **command;
	bool has_started; /* the command could be executed */
};

static int help(void)
{
	printf("Usage: mmstall run [OPTION]... [--] COMMAND [ARGUMENT]...\n"
	       "Runs a program under libmmstall.so and prints the report when "
	       "it has ended.\n\n"
	       "  --log PATTERN         name of the log (MMSTALL_LOG; default\n"
	       "                        mmstall.%%e.%%p.jsonl)\n"
	       "  --min-iteration TIME  MMSTALL_MIN_ITERATION (default 1ms)\n"
	       "  --min-fault TIME      MMSTALL_MIN_FAULT (default 20us)\n"
	       "  --max-log SIZE        MMSTALL_MAX_LOG\n"
	       "  --budget SHARE        MMSTALL_BUDGET (default 1%%)\n"
	       "  --follow WHICH        MMSTALL_FOLLOW (default both)\n"
	       "  --stacks HOW          MMSTALL_STACKS: dwarf, fp or off "
	       "(default dwarf)\n"
	       "  --stack-bytes SIZE    MMSTALL_STACK_BYTES (default 8K)\n"
	       "  --stack-rate N        MMSTALL_STACK_RATE (default 199 a "
	       "second)\n"
	       "  --switches on|off     MMSTALL_SWITCHES (default off)\n"
	       "  --threads all|loops   MMSTALL_THREADS (default all)\n"
	       "  --sandbox 0|1         MMSTALL_SANDBOX (default 0)\n"
	       "%s"
	       "  --no-report           print no report\n"
	       "  --help                this text\n\n"
	       "The settings are explained in libmmstall(7). Exit status: the "
	       "program's own;\n"
	       "128 + N when signal N ended it, 126 or 127 when it could not "
	       "be "
	       "started.\n",
	       request_help);
	return STATUS_FINE;
}

/* Settings of the library: option i of the table is SETTING_OPTION + i. */
#define SETTING_OPTION 256

static const struct setting {
	const char *name;
	const char *variable;
} settings[] = {
	{ "log", "MMSTALL_LOG" },
	{ "min-iteration", "MMSTALL_MIN_ITERATION" },
	{ "min-fault", "MMSTALL_MIN_FAULT" },
	{ "max-log", "MMSTALL_MAX_LOG" },
	{ "budget", "MMSTALL_BUDGET" },
	{ "follow", "MMSTALL_FOLLOW" },
	{ "stacks", "MMSTALL_STACKS" },
	{ "stack-bytes", "MMSTALL_STACK_BYTES" },
	{ "stack-rate", "MMSTALL_STACK_RATE" },
	{ "switches", "MMSTALL_SWITCHES" },
	{ "threads", "MMSTALL_THREADS" },
	{ "sandbox", "MMSTALL_SANDBOX" },
};

static const struct option own_options[] = {
	{ "no-report", no_argument, NULL, 'n' },
	{ "help", no_argument, NULL, 'h' },
};

#define OPTIONS (COUNT(settings) + COUNT(own_options) + REQUEST_OPTIONS)

static void list_options(struct option options[OPTIONS + 1])
{
	for (size_t i = 0; i < COUNT(settings); i++)
		options[i] = (struct option){ settings[i].name,
					      required_argument, NULL,
					      SETTING_OPTION + (int)i };
	memcpy(options + COUNT(settings), own_options, sizeof(own_options));
	request_options(options + COUNT(settings) + COUNT(own_options));
	options[OPTIONS] = (struct option){ 0 };
}

static bool take_option(struct run *run, int option, const char *name,
			struct err *err, bool *wants_help)
{
	switch (option) {
	case 'h':
		*wants_help = true;
		return true;
	case 'n':
		run->has_report = false;
		return true;
	case '?':
		err_set(err, STATUS_USAGE,
			"run: %s is no option, or lacks its value; see mmstall "
			"run --help",
			name);
		return false;
	default:
		if (option >= REQUEST_OPTION)
			return request_take(&run->request, option, optarg, err);
		setenv(settings[option - SETTING_OPTION].variable, optarg, 1);
		return true;
	}
}

static bool take_options(struct run *run, int argc, char **argv,
			 struct err *err, bool *wants_help)
{
	struct option options[OPTIONS + 1];
	int option;

	list_options(options);
	opterr = 0;
	optind = 0;
	/* "+": the command's own options are not ours. */
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (!take_option(run, option, argv[optind - 1], err,
				 wants_help))
			return false;
	}
	run->log_pattern = getenv("MMSTALL_LOG");
	run->command = argv + optind;
	if (run->command[0] || *wants_help)
		return true;
	err_set(err, STATUS_USAGE, "run: which program? mmstall run COMMAND");
	return false;
}

static const int ignored[] = { SIGINT, SIGQUIT };
static const int passed[] = { SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 };

/* What the signals did before we took them: the program starts with that. */
struct before {
	struct sigaction action[NSIG];
	sigset_t blocked;
};

static pid_t child;

static void pass_on(int signal)
{
	if (child > 0)
		kill(child, signal);
}

/*
 * While the program runs, Ctrl-C is for it alone, and what is sent to us to
 * end us is passed on: blocked until there is somebody to pass it to.
 */
static void take_signals(struct before *before)
{
	struct sigaction action = { .sa_handler = SIG_IGN };
	sigset_t block;

	for (size_t i = 0; i < COUNT(ignored); i++)
		sigaction(ignored[i], &action, &before->action[ignored[i]]);
	/* Who ignores SIGCHLD gets no exit status. */
	action.sa_handler = SIG_DFL;
	sigaction(SIGCHLD, &action, &before->action[SIGCHLD]);
	action.sa_handler = pass_on;
	action.sa_flags = SA_RESTART;
	sigemptyset(&block);
	for (size_t i = 0; i < COUNT(passed); i++) {
		sigaction(passed[i], &action, &before->action[passed[i]]);
		sigaddset(&block, passed[i]);
	}
	sigprocmask(SIG_BLOCK, &block, &before->blocked);
}

static void give_signals_back(const struct before *before)
{
	for (size_t i = 0; i < COUNT(ignored); i++)
		sigaction(ignored[i], &before->action[ignored[i]], NULL);
	for (size_t i = 0; i < COUNT(passed); i++)
		sigaction(passed[i], &before->action[passed[i]], NULL);
	sigaction(SIGCHLD, &before->action[SIGCHLD], NULL);
	sigprocmask(SIG_SETMASK, &before->blocked, NULL);
}

/* The child: the program, or its reason not to start into REPORT_FD. */
static void become(const struct run *run, const struct before *before,
		   int report_fd)
{
	int error;

	give_signals_back(before);
	execvp(run->command[0], run->command);
	error = errno;
	if (write(report_fd, &error, sizeof(error)) < 0)
		_exit(STATUS_NOT_EXECUTABLE);
	_exit(error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
}

/* Forks; the errno of what kept the program from starting, or 0. */
static int start(const struct run *run, const struct before *before)
{
	int error = 0, ends[2];

	/* Executing the program closes the writing end. */
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	child = fork();
	if (child == 0)
		become(run, before, ends[1]);
	if (child < 0)
		error = errno;
	close(ends[1]);
	sigprocmask(SIG_SETMASK, &before->blocked, NULL);
	if (child > 0 && read(ends[0], &error, sizeof(error)) < 0)
		error = errno;
	close(ends[0]);
	return error;
}

/* Runs the program to its end; its exit status as a shell gives it. */
static int run_program(struct run *run, struct err *err)
{
	int status = STATUS_NOT_EXECUTABLE << 8, error;
	struct before before;

	take_signals(&before);
	error = start(run, &before);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	child = 0;
	give_signals_back(&before);
	run->has_started = !error;
	if (error)
		err_set(err, STATUS_UNREADABLE, "cannot run %s: %s",
			run->command[0], strerror(error));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The report over all logs of this run; problems are said, not returned. */
static void print_report(const struct run *run, struct err *err)
{
	struct array logs = run_logs_find(run->log_pattern, run->id);

	if (!logs.len) {
		err_set(err, STATUS_FINE,
			"no log was written: is %s a static or setuid program, "
			"or of another architecture, or could no file be "
			"created where the log was to be?",
			run->command[0]);
		return;
	}
	report_print(logs.data, logs.len, &run->request, err);
	run_logs_release(&logs);
}

int cmd_run(int argc, char **argv, struct err *err)
{
	struct run run = {
		.request = request_usual(),
		.has_report = true,
	};
	bool wants_help = false;
	int status;

	if (!take_options(&run, argc, argv, err, &wants_help))
		return err->status;
	if (wants_help)
		return help();
	if (!run_library_preload(err))
		return err->status;
	run_logs_make_id(run.id);
	setenv("MMSTALL_RUN", run.id, 1);
	if (run.has_report)
		setenv("MMSTALL_QUIET", "1", 1);
	status = run_program(&run, err);
	if (run.has_report && run.has_started)
		print_report(&run, err);
	return status;
}
