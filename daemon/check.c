#include "daemon/check.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "daemon/journal/journal.h"
#include "daemon/work/pool_argv.h"

extern char **environ;

/* The worker reads the rules and runs their examples itself: `--check`. It speaks to
 * the operator directly. */
static int check_rules(const struct config *config)
{
	struct pool_argv argv;
	char **items;
	pid_t pid;
	int status = 0, r = pool_argv_make(&argv, config);

	items = r == 0 ? realloc(argv.items, (argv.n + 2) * sizeof(*items)) : NULL;
	if (!items)
		return 1;
	argv.items = items;
	argv.items[argv.n] = (char[]){ "--check" };
	argv.items[argv.n + 1] = NULL;
	r = posix_spawnp(&pid, argv.items[0], NULL, NULL, argv.items, environ);
	if (r != 0)
		printf("rules: %s cannot be started: %s\n", argv.items[0], strerror(r));
	else
		waitpid(pid, &status, 0);
	pool_argv_free(&argv);
	return r != 0 || status != 0;
}

struct found {
	uint64_t records, damaged;
};

static int on_record(void *ctx, const struct journal_record *record)
{
	struct found *found = ctx;

	found->records++;
	return 0;
}

static void on_damage(void *ctx, uint32_t segment, uint64_t offset, const char *what)
{
	struct found *found = ctx;

	found->damaged++;
	printf("journal: segment %u, offset %llu: %s\n", segment,
	       (unsigned long long)offset, what);
}

static int check_journal(const struct config *config)
{
	struct found found = { 0 };
	struct journal_options options = { .dir = config->state_dir,
					   .segment_bytes =
						   (uint32_t)config->segment_size,
					   .read_only = true };
	struct journal_listener listener = { .ctx = &found,
					     .on_record = on_record,
					     .on_damage = on_damage };
	struct journal *j;
	struct stat st;

	if (stat(config->state_dir, &st) < 0 && errno == ENOENT) {
		printf("journal: %s is not there yet\n", config->state_dir);
		return 0;
	}
	if (journal_open(&j, &options, &listener) < 0) {
		printf("journal: %s cannot be read\n", config->state_dir);
		return 1;
	}
	printf("journal: %s holds sequences %llu to %llu; %llu records read, %llu "
	       "damaged\n",
	       config->state_dir, (unsigned long long)journal_oldest(j),
	       (unsigned long long)journal_last(j), (unsigned long long)found.records,
	       (unsigned long long)found.damaged);
	journal_close(j);
	return found.damaged != 0;
}

int check_all(const struct config *config)
{
	int rules, journal;

	puts("configuration: fine");
	fflush(stdout);
	rules = check_rules(config);
	journal = check_journal(config);
	return rules || journal;
}
