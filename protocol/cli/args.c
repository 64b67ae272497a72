#include "protocol/cli/args.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show_help(const struct command *c, const struct arg *table)
{
	printf("Usage: newswire %s %s\n\n%s\n", c->name, c->usage, c->summary);
	if (c->more)
		printf("\n%s\n", c->more);
	printf("\nOptions:\n");
	for (; table->name; table++) {
		char left[64];

		snprintf(left, sizeof(left), "%s %s", table->name,
			 table->value ? table->value : "");
		printf("  %-22s %s\n", left, table->help);
	}
	printf("  %-22s %s\n", "--help", "show this");
}

/* The row that `word` names; *ret_value is what stands behind a "=", else NULL. */
static const struct arg *find(const struct arg *table, const char *word,
			      const char **ret_value)
{
	size_t len = strcspn(word, "=");

	*ret_value = word[len] ? word + len + 1 : NULL;
	for (; table->name; table++)
		if (strlen(table->name) == len && memcmp(table->name, word, len) == 0)
			return table;
	return NULL;
}

static int set_unsigned(const struct command *c, const struct arg *a, const char *value)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || *end || errno || n > UINT_MAX) {
		cli_misused(c, "%s wants a number, not '%s'", a->name, value);
		return ARGS_BAD;
	}
	*(unsigned *)a->ret = (unsigned)n;
	return 0;
}

static int add_to_list(const struct command *c, const struct arg *a, const char *value)
{
	struct arg_list *list = a->ret;

	if (list->n == ARG_LIST_MAX) {
		cli_misused(c, "%s is given more than %d times", a->name, ARG_LIST_MAX);
		return ARGS_BAD;
	}
	list->items[list->n++] = value;
	list->items[list->n] = NULL;
	return 0;
}

static int set(const struct command *c, const struct arg *a, const char *value)
{
	switch (a->kind) {
	case ARG_FLAG:
		*(int *)a->ret = 1;
		return 0;
	case ARG_TEXT:
		*(const char **)a->ret = value;
		return 0;
	case ARG_LIST:
		return add_to_list(c, a, value);
	case ARG_UNSIGNED:
		return set_unsigned(c, a, value);
	}
	return ARGS_BAD;
}

/* Reads the option at argv[*i]; leaves *i at its last word. */
static int take_option(const struct command *c, const struct arg *table, int argc,
		       char **argv, int *i)
{
	const char *value;
	const struct arg *a = find(table, argv[*i], &value);

	if (!a) {
		cli_misused(c, "there is no option '%s'", argv[*i]);
		return ARGS_BAD;
	}
	if (a->kind == ARG_FLAG && value) {
		cli_misused(c, "%s takes no value", a->name);
		return ARGS_BAD;
	}
	if (a->kind != ARG_FLAG && !value) {
		if (*i + 1 >= argc) {
			cli_misused(c, "%s wants a value: %s", a->name, a->value);
			return ARGS_BAD;
		}
		value = argv[++*i];
	}
	return set(c, a, value);
}

int args_parse(const struct command *c, const struct arg *table, int argc, char **argv,
	       size_t *ret_n)
{
	int only_operands = 0;

	*ret_n = 0;
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		int r;

		if (only_operands || word[0] != '-' || word[1] == '\0') {
			argv[(*ret_n)++] = argv[i];
			continue;
		}
		if (strcmp(word, "--") == 0) {
			only_operands = 1;
			continue;
		}
		if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
			show_help(c, table);
			return ARGS_HELP;
		}
		r = take_option(c, table, argc, argv, &i);
		if (r != 0)
			return r;
	}
	return 0;
}

int args_exit(int outcome)
{
	return outcome == ARGS_HELP ? EXIT_DONE : EXIT_USAGE;
}
