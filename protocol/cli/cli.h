/* What the commands of newswire(1) have in common. */
#pragma once

#include "protocol/newswire.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
	const char *name;
	const char *usage; /* behind "newswire NAME " */
	const char *summary;
	const char *more; /* further paragraphs of the help, or NULL */
	int (*run)(const struct command *self, int argc, char **argv);
};

extern const struct command push_command, watch_command, status_command, dead_command,
	clean_command, extract_command, explain_command, check_command;

/* Where and with what keys to connect: `endpoint` if given, else the environment's
 * `variable`, else the default. Keys come from the environment. */
struct nw_options cli_options(const char *endpoint, const char *variable);

/* "newswire push: …" on standard error. Returns EXIT_FAILED. */
int cli_fail(const struct command *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The same with a hint at --help. Returns EXIT_USAGE. */
int cli_misused(const struct command *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* From now on SIGINT and SIGTERM only make cli_interrupted() true, and a closed pipe
 * is an error of writing. */
void cli_catch_signals(void);
int cli_interrupted(void);

/* Writes out what was printed: EXIT_DONE, or EXIT_FAILED when nobody reads any more or a
 * signal came meanwhile (in silence), or the disk is full (said). */
int cli_flush(const struct command *c);
