/* newswired: the broker. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>

#include "daemon/broker.h"
#include "daemon/check.h"
#include "protocol/base/log.h"

enum { EXIT_USAGE = 2 };

static const char usage[] =
	"usage: newswired [-c FILE] [--check | --print-config]\n"
	"\n"
	"The broker of newswire: takes articles in, keeps them, has them read by "
	"workers,\n"
	"and publishes their events.\n"
	"\n"
	"  -c, --config FILE   its configuration; see newswire.yaml(5)\n"
	"      --check         says whether configuration, rules and journal are sound\n"
	"      --print-config  prints the configuration as it would be used\n"
	"      --version\n"
	"  -h, --help\n";

enum action { RUN, CHECK, PRINT };

struct command {
	enum action action;
	const char *config_path;
};

static int parse(int argc, char **argv, struct command *ret)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'k' },
		{ "print-config", no_argument, NULL, 'p' },
		{ "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "c:h", options, NULL)) >= 0) {
		switch (option) {
		case 'c':
			ret->config_path = optarg;
			break;
		case 'k':
			ret->action = CHECK;
			break;
		case 'p':
			ret->action = PRINT;
			break;
		case 'v':
			puts("newswired " NEWSWIRE_VERSION);
			exit(0);
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "newswired: '%s' is not expected\n%s", argv[optind],
			usage);
		return EXIT_USAGE;
	}
	return 0;
}

struct signals {
	int fd;
	struct broker *broker;
};

static int on_signal(void *ctx)
{
	struct signals *s = ctx;
	struct signalfd_siginfo info;

	if (read(s->fd, &info, sizeof(info)) != sizeof(info))
		return 0;
	if (info.ssi_signo == SIGHUP)
		broker_reload(s->broker, NULL, NULL);
	else
		broker_drain(s->broker);
	return 0;
}

/* Before any thread starts, so that all of them inherit it. */
static int block_signals(int *ret_fd)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	*ret_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return *ret_fd < 0 ? nw_fault(-errno, "main: signals") : 0;
}

static int run(struct config *config, const char *config_path)
{
	NW_CLEANUP(nw_closep) int fd = -1;
	NW_CLEANUP(broker_closep) struct broker *broker = NULL;
	struct signals signals;
	int r = block_signals(&fd);

	if (r == 0)
		r = broker_open(&broker, config, config_path);
	if (r < 0)
		return r;
	signals = (struct signals){ .fd = fd, .broker = broker };
	r = loop_watch_fd(broker->loop, fd, on_signal, &signals, NULL);
	if (r == 0)
		r = broker_run(broker);
	if (r == 0)
		nw_log(NW_LOG_NOTICE, "stopped");
	return r;
}

int main(int argc, char **argv)
{
	struct command command = { .action = RUN };
	NW_CLEANUP(config_free) struct config config = { 0 };
	struct yaml_error error;
	int r = parse(argc, argv, &command);

	if (r != 0)
		return r;
	r = command.config_path ? config_load(&config, command.config_path, &error)
				: config_default(&config);
	if (r < 0) {
		fprintf(stderr, "newswired: %s\n", error.text);
		return EXIT_FAILURE;
	}
	nw_log_set_level(config_log_level(&config));
	switch (command.action) {
	case CHECK:
		return check_all(&config) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	case PRINT:
		return config_print(&config, stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	default:
		return run(&config, command.config_path) == 0 ? EXIT_SUCCESS
							      : EXIT_FAILURE;
	}
}
