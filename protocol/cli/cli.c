#include "protocol/cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t interrupted;

struct nw_options cli_options(const char *endpoint, const char *variable)
{
	return (struct nw_options){
		.endpoint = endpoint ? endpoint : getenv(variable),
		.agent = "newswire(1)",
		.server_key = getenv("NEWSWIRE_SERVER_KEY"),
		.public_key = getenv("NEWSWIRE_PUBLIC_KEY"),
		.secret_key = getenv("NEWSWIRE_SECRET_KEY"),
	};
}

static void say(const struct command *c, const char *fmt, va_list ap)
{
	fprintf(stderr, "newswire %s: ", c->name);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

int cli_fail(const struct command *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, fmt, ap);
	va_end(ap);
	return EXIT_FAILED;
}

int cli_misused(const struct command *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, fmt, ap);
	va_end(ap);
	fprintf(stderr, "Try 'newswire %s --help'.\n", c->name);
	return EXIT_USAGE;
}

static void on_signal(int signal)
{
	interrupted = 1;
}

/* Without SA_RESTART: whoever waits has to look. */
void cli_catch_signals(void)
{
	struct sigaction note = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGINT, &note, NULL);
	sigaction(SIGTERM, &note, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

int cli_interrupted(void)
{
	return interrupted;
}

int cli_flush(const struct command *c)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_DONE;
	if (errno != EPIPE && !(errno == EINTR && interrupted))
		cli_fail(c, "cannot write: %s", strerror(errno));
	return EXIT_FAILED;
}
