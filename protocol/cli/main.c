/* newswire(1): what a person and a script do with a newswire broker, or without one. */
#include <stdio.h>
#include <string.h>

#include "protocol/base/cleanup.h"
#include "protocol/cli/cli.h"

static const struct command *const commands[] = {
	&push_command,	&watch_command,	  &status_command,  &dead_command,
	&clean_command, &extract_command, &explain_command, &check_command,
};

static void show_help(FILE *to)
{
	fprintf(to, "Usage: newswire COMMAND [OPTION...]\n\n"
		    "Articles in, events out: the command line of newswired.\n\n");
	for (size_t i = 0; i < NW_ARRAY_LEN(commands); i++)
		fprintf(to, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
	fprintf(to,
		"\n'newswire COMMAND --help' says more. Exit codes: 0 done, 1 failed, "
		"2 used wrongly.\n"
		"Addresses of the broker: NEWSWIRE_SUBMIT, NEWSWIRE_SUBSCRIBE, "
		"NEWSWIRE_CONTROL\n"
		"in the environment, or --connect.\n");
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(commands); i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		show_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		show_help(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("newswire %s\n", nw_version());
		return EXIT_DONE;
	}
	c = find(argv[1]);
	if (!c) {
		fprintf(stderr,
			"newswire: there is no command '%s'. Try 'newswire --help'.\n",
			argv[1]);
		return EXIT_USAGE;
	}
	return c->run(c, argc - 1, argv + 1);
}
