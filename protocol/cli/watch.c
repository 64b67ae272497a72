/* newswire watch: events as they come, and those that were missed. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/cli/args.h"
#include "protocol/cli/printable.h"
#include "protocol/cli/show.h"

enum { LOOK_MS = 500, PATIENCE_MS = 2000 };

struct watch {
	const struct command *command;
	struct nw_options options;
	struct nw_subscription wish;
	struct nw_subscriber *subscriber;
	unsigned count,
		idle_s; /* end after so many events, so long a silence; 0: never */
	bool as_json, colour, was_connected, told_waiting;
	uint64_t seen, quiet_since_ms;
};

static int print(struct watch *w, const struct nw_event *e)
{
	NW_CLEANUP(json_decrefp) json_t *event = NULL;

	if (w->as_json) {
		fwrite(e->json, 1, e->json_len, stdout);
		putchar('\n');
	} else {
		event = json_loadb(e->json, e->json_len, 0, NULL);
		show_event(stdout, event, w->colour);
	}
	return cli_flush(w->command);
}

static int take(struct watch *w, const struct nw_event *e)
{
	int code = print(w, e);

	if (code != EXIT_DONE)
		return code;
	w->seen++;
	w->quiet_since_ms = clock_monotonic_ms();
	(void)nw_subscriber_done(w->subscriber, e->seq);
	return EXIT_DONE;
}

static int tell(struct watch *w, int result, const struct nw_event *e)
{
	struct buf reason = { 0 };
	const char *why = e->reason ? e->reason : "no reason given";

	(void)printable_line(&reason, why, strlen(why));
	if (result == NW_LOST)
		cli_fail(w->command,
			 "lost: what is behind %020" PRIu64 " up to %020" PRIu64
			 " is no longer kept: %s",
			 e->lost_from, e->lost_to, buf_str(&reason));
	else
		cli_fail(w->command, "%s: %s",
			 result == NW_ENDED ? "another one took over" : "refused",
			 buf_str(&reason));
	buf_free(&reason);
	return result == NW_LOST ? EXIT_DONE : EXIT_FAILED;
}

/* A person should know why nothing comes. */
static void tell_waiting(struct watch *w)
{
	bool connected = nw_subscriber_connected(w->subscriber) != 0;

	if (connected) {
		w->was_connected = true;
		w->told_waiting = false;
		return;
	}
	if (w->told_waiting || clock_monotonic_ms() < w->quiet_since_ms + PATIENCE_MS)
		return;
	cli_fail(w->command, "waiting for the broker at %s",
		 w->options.endpoint ? w->options.endpoint : "tcp://127.0.0.1:7411");
	w->told_waiting = true;
}

static bool is_over(const struct watch *w)
{
	if (cli_interrupted() || (w->count && w->seen >= w->count))
		return true;
	return w->idle_s &&
	       clock_monotonic_ms() >= w->quiet_since_ms + (uint64_t)w->idle_s * 1000;
}

static int follow(struct watch *w)
{
	w->quiet_since_ms = clock_monotonic_ms();
	while (!is_over(w)) {
		struct nw_event e;
		int code = EXIT_DONE;
		int r = nw_subscriber_next(w->subscriber, &e, LOOK_MS);

		if (r == 0)
			code = take(w, &e);
		else if (r == NW_NOTHING)
			tell_waiting(w);
		else if (r > 0)
			code = tell(w, r, &e);
		if (r < 0 || code != EXIT_DONE)
			return EXIT_FAILED;
	}
	return w->seen || w->was_connected || nw_subscriber_connected(w->subscriber)
		       ? EXIT_DONE
		       : EXIT_FAILED;
}

static int connect_and_follow(struct watch *w)
{
	int r = nw_subscriber_open(&w->subscriber, &w->options, &w->wish);
	int code;

	if (r == NW_INVALID)
		return cli_misused(
			w->command,
			"the address is none, or --since is not a sequence, an "
			"ISO 8601 time, 'begin' or 'now'");
	if (r != 0)
		return EXIT_FAILED;
	cli_catch_signals();
	code = follow(w);
	nw_subscriber_close(w->subscriber);
	return code;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct watch w = { .command = self };
	struct arg_list types = { 0 }, names = { 0 }, langs = { 0 };
	const char *endpoint = NULL, *format = "text";
	const struct arg table[] = {
		{ "--type", ARG_LIST, &types, "T", "events of this type only" },
		{ "--about", ARG_LIST, &names, "NAME", "events about this entity only" },
		{ "--lang", ARG_LIST, &langs, "LANG", "articles in this language only" },
		{ "--since", ARG_TEXT, &w.wish.from, "WHERE",
		  "a sequence, a time, or begin" },
		{ "--durable", ARG_TEXT, &w.wish.durable, "NAME",
		  "the broker remembers how far NAME has read" },
		{ "--format", ARG_TEXT, &format, "text|json",
		  "json: a line for each event" },
		{ "--count", ARG_UNSIGNED, &w.count, "N", "end after N events" },
		{ "--idle", ARG_UNSIGNED, &w.idle_s, "SECONDS",
		  "end when so long none came" },
		{ "--connect", ARG_TEXT, &endpoint, "ENDPOINT", "the subscribe socket" },
		{ 0 },
	};
	size_t n;
	int r = args_parse(self, table, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	if (n)
		return cli_misused(self, "what is '%s'?", argv[0]);
	w.as_json = strcmp(format, "json") == 0;
	if (!w.as_json && strcmp(format, "text") != 0)
		return cli_misused(self, "--format is text or json");
	w.wish.types = types.items;
	w.wish.names = names.items;
	w.wish.langs = langs.items;
	w.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	w.options = cli_options(endpoint, "NEWSWIRE_SUBSCRIBE");
	return connect_and_follow(&w);
}

const struct command watch_command = {
	.name = "watch",
	.usage = "[--type T]... [--about NAME] [--since WHERE] [--durable NAME] ...",
	.summary = "receive events: new ones, and with --since or --durable missed ones",
	.more = "Ends on SIGINT, with --count or with --idle.",
	.run = run,
};
