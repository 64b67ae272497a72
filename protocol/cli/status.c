/* newswire status: what the broker is doing. */
#include <stdio.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/cli/args.h"
#include "protocol/cli/asking.h"
#include "protocol/cli/printable.h"
#include "protocol/cli/table.h"

static const struct column itself[] = {
	{ "node", "%", 0, AS_IS },
	{ "state", "%", 0, AS_IS },
	{ "reason", "%", 0, AS_IS },
	{ "version", "version %", 0, AS_IS },
	{ "up_ms", "up %", 0, AGE_MS },
	{ "memory_bytes", "% of memory", 0, SIZE_BYTES },
	{ "worker_restarts", "% workers restarted", 0, COUNT },
	{ "worker_trouble", "no worker is ready: %", 0, AS_IS },
	{ 0 },
};

static const struct column now[] = {
	{ "waiting", "% wait", 0, COUNT },
	{ "assigned", "% at workers", 0, COUNT },
	{ "dead", "% dead letters", 0, COUNT },
	{ 0 },
};

static const struct column oldest[] = {
	{ "oldest_waiting_ms", "the oldest has waited %", 0, AGE_MS },
	{ 0 },
};

static const struct column answers[] = {
	{ "kept", "% kept", 0, COUNT },
	{ "revisions", "% of them revisions", 0, COUNT },
	{ "duplicates", "% duplicates", 0, COUNT },
	{ "refused", "% refused", 0, COUNT },
	{ "busy", "% told to come again", 0, COUNT },
	{ 0 },
};

static const struct column results[] = {
	{ "published", "% published", 0, COUNT },
	{ "unchanged", "% unchanged", 0, COUNT },
	{ "retries", "% retries", 0, COUNT },
	{ 0 },
};

static const struct column events[] = {
	{ "published", "% published", 0, COUNT },
	{ "retracted", "% retracted", 0, COUNT },
	{ "low", "kept from %", 0, AS_IS },
	{ "high", "to %", 0, AS_IS },
	{ 0 },
};

static const struct column rates[] = {
	{ "articles_per_s", "% articles/s", 0, AS_IS },
	{ "events_per_s", "% events/s", 0, AS_IS },
	{ 0 },
};

static const struct column journal[] = {
	{ "bytes", "%", 0, SIZE_BYTES },
	{ "max_bytes", "at most %", 0, SIZE_BYTES },
	{ "segments", "% segments", 0, COUNT },
	{ "damaged", "% damaged records", 0, COUNT },
	{ 0 },
};

static const struct column stage[] = {
	{ "p50_us", "p50 %", 0, TIME_US },
	{ "p99_us", "p99 %", 0, TIME_US },
	{ 0 },
};

static const struct column workers[] = {
	{ "pid", "pid", 8, AS_IS },	    { "state", "state", 9, AS_IS },
	{ "done", "done", 10, COUNT },	    { "busy_ms", "since", 9, AGE_MS },
	{ "article", "article", 0, AS_IS }, { 0 },
};

static const struct column subscribers[] = {
	{ "durable", "name", 20, AS_IS },
	{ "live", "live", 4, AS_IS },
	{ "position", "position", 20, AS_IS },
	{ "behind", "behind", 10, COUNT },
	{ "sent", "sent", 10, COUNT },
	{ "credit", "credit", 7, COUNT },
	{ "idle_ms", "idle", 9, AGE_MS },
	{ "types", "types", 16, AS_IS },
	{ "names", "about", 24, AS_IS },
	{ "langs", "languages", 0, AS_IS },
	{ 0 },
};

static void print_stages(const json_t *stages)
{
	const char *name;
	const json_t *times;

	json_object_foreach((json_t *)stages, name, times)
	{
		char label[CELL_SIZE];

		snprintf(label, sizeof(label), "  %.20s", name);
		table_print_line(stdout, label, times, stage);
	}
}

static void print_list(const json_t *status, const char *key,
		       const struct column *columns)
{
	const json_t *list = json_object_get(status, key);

	if (json_array_size(list) == 0)
		return;
	printf("\n%s\n", key);
	table_print(stdout, list, columns);
}

static void print_status(const json_t *status)
{
	const json_t *articles = json_object_get(status, "articles");

	table_print_line(stdout, "newswired", status, itself);
	table_print_line(stdout, "articles", articles, now);
	table_print_line(stdout, "", status, oldest);
	table_print_line(stdout, "", articles, answers);
	table_print_line(stdout, "", articles, results);
	table_print_line(stdout, "events", json_object_get(status, "events"), events);
	table_print_line(stdout, "rates", json_object_get(status, "rates"), rates);
	table_print_line(stdout, "journal", json_object_get(status, "journal"), journal);
	if (json_object_size(json_object_get(status, "stages"))) {
		printf("stages\n");
		print_stages(json_object_get(status, "stages"));
	}
	print_list(status, "workers", workers);
	print_list(status, "subscribers", subscribers);
}

static int run(const struct command *self, int argc, char **argv)
{
	NW_CLEANUP(json_decrefp) json_t *status = NULL;
	const char *endpoint = NULL;
	int as_json = 0;
	const struct arg table[] = {
		{ "--json", ARG_FLAG, &as_json, NULL, "print what the broker said" },
		{ "--connect", ARG_TEXT, &endpoint, "ENDPOINT", "its control socket" },
		{ 0 },
	};
	size_t n;
	int r = args_parse(self, table, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	if (n)
		return cli_misused(self, "what is '%s'?", argv[0]);
	r = ask(self, endpoint, "status", NULL, &status, NULL);
	if (r != EXIT_DONE)
		return r;
	if (as_json) {
		json_dumpf(status, stdout, JSON_INDENT(1));
		putchar('\n');
	} else {
		print_status(status);
	}
	return cli_flush(self);
}

const struct command status_command = {
	.name = "status",
	.usage = "[--json]",
	.summary = "show what the broker is doing: depths, ages, rates, workers, "
		   "subscribers",
	.run = run,
};
