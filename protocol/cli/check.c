/* newswire check: the broker looks at its own configuration, rules and journal. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "protocol/base/place.h"
#include "protocol/cli/args.h"

static int run(const struct command *self, int argc, char **argv)
{
	const char *config = NULL;
	const struct arg table[] = {
		{ "-c", ARG_TEXT, &config, "FILE", "the configuration to look at" },
		{ "--config", ARG_TEXT, &config, "FILE", "the same" },
		{ 0 },
	};
	char daemon[PATH_MAX];
	size_t n;
	int r = args_parse(self, table, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	if (n)
		return cli_misused(self, "what is '%s'?", argv[0]);
	if (place_find(PLACE_DAEMON, daemon, sizeof(daemon)) < 0)
		return cli_fail(self, "the path of newswired is too long");
	fflush(stdout);
	if (config)
		execl(daemon, "newswired", "--check", "-c", config, (char *)NULL);
	else
		execl(daemon, "newswired", "--check", (char *)NULL);
	return cli_fail(self, "cannot run %s: %s", daemon, strerror(errno));
}

const struct command check_command = {
	.name = "check",
	.usage = "[-c FILE]",
	.summary = "look at configuration, rules and journal before a (re)start",
	.run = run,
};
