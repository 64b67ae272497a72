/* newswire-worker: reads articles, finds events, can do nothing else. Started by the
 * broker or by newswire(1), with a socket as descriptor 3. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "protocol/base/log.h"
#include "protocol/base/place.h"
#include "workers/sandbox.h"
#include "workers/worker.h"

enum {
	EXIT_USAGE = 2,
	MOST_IN_ARENA = 256 << 20, /* for one article, whatever the process may have */
};

static const char usage[] =
	"usage: newswire-worker [--rules DIR]... [--lexicon DIR]... [--types DIR]\n"
	"                       [--memory BYTES] [--check]\n"
	"\n"
	"Reads articles for newswired(8) and newswire(1), which start it; not made to "
	"be\n"
	"started by hand, but for --check: it reads the rules, runs their examples, and\n"
	"says what does not hold.\n";

struct command {
	char types[PATH_MAX], rules[PATH_MAX], lexicon[PATH_MAX];
	struct extractor_options options;
	size_t memory_bytes;
	bool check;
};

static int add_dir(const char *dirs[EXTRACTOR_MAX_DIRS], const char *dir)
{
	for (size_t i = 0; i < EXTRACTOR_MAX_DIRS; i++)
		if (!dirs[i]) {
			dirs[i] = dir;
			return 0;
		}
	fprintf(stderr, "newswire-worker: more than %d folders\n", EXTRACTOR_MAX_DIRS);
	return EXIT_USAGE;
}

static int parse_one(int option, struct command *ret)
{
	switch (option) {
	case 'r':
		return add_dir(ret->options.rules_dirs, optarg);
	case 'l':
		return add_dir(ret->options.lexicon_dirs, optarg);
	case 't':
		ret->options.types_dir = optarg;
		return 0;
	case 'm':
		ret->memory_bytes = strtoull(optarg, NULL, 10);
		return 0;
	case 'k':
		ret->check = true;
		return 0;
	default:
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
}

static int parse(int argc, char **argv, struct command *ret)
{
	static const struct option options[] = {
		{ "rules", required_argument, NULL, 'r' },
		{ "lexicon", required_argument, NULL, 'l' },
		{ "types", required_argument, NULL, 't' },
		{ "memory", required_argument, NULL, 'm' },
		{ "check", no_argument, NULL, 'k' },
		{ 0 },
	};
	int option, r = 0;

	while (r == 0 && (option = getopt_long(argc, argv, "", options, NULL)) >= 0)
		r = parse_one(option, ret);
	return r;
}

/* What was not named is found where this program belongs. */
static int fill_in(struct command *c)
{
	struct extractor_options *o = &c->options;
	int r = place_find(PLACE_TYPES, c->types, sizeof(c->types));

	if (r == 0)
		r = place_find(PLACE_RULES, c->rules, sizeof(c->rules));
	if (r == 0)
		r = place_find(PLACE_LEXICON, c->lexicon, sizeof(c->lexicon));
	if (!o->types_dir)
		o->types_dir = c->types;
	if (!o->rules_dirs[0])
		o->rules_dirs[0] = c->rules;
	if (!o->lexicon_dirs[0])
		o->lexicon_dirs[0] = c->lexicon;
	return r;
}

static int check(const struct extractor *x)
{
	NW_CLEANUP(buf_free) struct buf report = { 0 };
	int failed = extractor_check(x, &report);

	fwrite(report.data ? report.data : "", 1, report.len, stdout);
	if (failed == 0)
		puts("rules: every example holds");
	else if (failed > 0)
		printf("rules: %d examples do not hold\n", failed);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run(const struct command *c, const struct extractor *x)
{
	NW_CLEANUP(arena_closep) struct arena *arena = NULL;
	struct sandbox_limits limits = { .memory_bytes = c->memory_bytes };
	size_t most = c->memory_bytes && c->memory_bytes / 2 < MOST_IN_ARENA
			      ? c->memory_bytes / 2
			      : MOST_IN_ARENA;
	struct reader reader;
	struct worker worker = { .fd = PIPE_WORKER_FD,
				 .reader = &reader,
				 .extractor = x };
	int r = reader_open(&reader);

	if (r == 0)
		r = arena_open(&arena, most);
	if (r == 0)
		r = sandbox_seal(&limits);
	if (r == 0) {
		worker.arena = arena;
		r = worker_run(&worker);
	}
	reader_close(&reader);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	NW_CLEANUP(extractor_closep) struct extractor *x = NULL;
	struct command c = { 0 };
	struct yaml_error error = { "out of memory" };
	int r = parse(argc, argv, &c);

	if (r != 0)
		return r;
	if (fill_in(&c) < 0 || (!c.check && sandbox_prepare() < 0))
		return EXIT_FAILURE;
	if (extractor_open(&x, &c.options, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return EXIT_FAILURE;
	}
	return c.check ? check(x) : run(&c, x);
}
