/* Options of a command, as a table that is read by the parser and shown by --help. */
#pragma once

#include <stddef.h>

#include "protocol/cli/cli.h"

enum arg_kind {
	ARG_FLAG,     /* int *: set to 1 */
	ARG_TEXT,     /* const char ** */
	ARG_LIST,     /* struct arg_list *: may be given again and again */
	ARG_UNSIGNED, /* unsigned * */
};

enum { ARG_LIST_MAX = 64 };

/* Ends in NULL. */
struct arg_list {
	const char *items[ARG_LIST_MAX + 1];
	size_t n;
};

/* A table ends with a row whose name is NULL. */
struct arg {
	const char *name; /* "--type", or "-c" */
	enum arg_kind kind;
	void *ret;
	const char *value; /* its name in the help */
	const char *help;
};

enum args_outcome {
	ARGS_HELP = 1, /* shown: EXIT_DONE */
	ARGS_BAD,      /* said why: EXIT_USAGE */
};

/* Reads argv[1] and so on; the operands are moved to the front of argv, from argv[0]
 * on, and counted in *ret_n. */
int args_parse(const struct command *c, const struct arg *table, int argc, char **argv,
	       size_t *ret_n);

/* What a command returns when args_parse() was not 0. */
int args_exit(int outcome);
