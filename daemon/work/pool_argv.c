#include "daemon/work/pool_argv.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "protocol/base/place.h"

static int add(struct pool_argv *argv, const char *word)
{
	char **items = realloc(argv->items, (argv->n + 2) * sizeof(*items));

	if (!items)
		return nw_fault(-ENOMEM, "pool: one argument more");
	argv->items = items;
	argv->items[argv->n] = strdup(word);
	if (!argv->items[argv->n])
		return nw_fault(-ENOMEM, "pool: copy an argument");
	argv->items[++argv->n] = NULL;
	return 0;
}

static int add_folders(struct pool_argv *argv, const char *option,
		       const struct config_list *folders)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < folders->n; i++) {
		r = add(argv, option);
		if (r == 0)
			r = add(argv, folders->items[i]);
	}
	return r;
}

/* Words between blanks; no shell. */
static int add_command(struct pool_argv *argv, const char *command)
{
	NW_CLEANUP(nw_freep) char *words = strdup(command);
	char *rest = words;
	int r = words ? 0 : nw_fault(-ENOMEM, "pool: copy the command");

	for (char *word; r == 0 && (word = strsep(&rest, " "));)
		if (*word)
			r = add(argv, word);
	return r;
}

static int add_own(struct pool_argv *argv, const struct config *config)
{
	char path[PATH_MAX], memory[32];
	int r = place_find(PLACE_WORKER, path, sizeof(path));

	snprintf(memory, sizeof(memory), "%" PRIu64, config->worker_memory);
	if (r == 0)
		r = add(argv, path);
	if (r == 0)
		r = add(argv, "--memory");
	if (r == 0)
		r = add(argv, memory);
	if (r == 0)
		r = add_folders(argv, "--rules", &config->rules);
	return r ? r : add_folders(argv, "--lexicon", &config->lexicon);
}

int pool_argv_make(struct pool_argv *ret, const struct config *config)
{
	*ret = (struct pool_argv){ 0 };
	if (config->worker_command && *config->worker_command)
		return add_command(ret, config->worker_command);
	return add_own(ret, config);
}

void pool_argv_free(struct pool_argv *argv)
{
	for (size_t i = 0; i < argv->n; i++)
		free(argv->items[i]);
	free(argv->items);
	*argv = (struct pool_argv){ 0 };
}
