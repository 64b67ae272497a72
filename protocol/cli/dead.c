/* newswire dead: the articles that could not be processed. */
#include <stdio.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/cli/args.h"
#include "protocol/cli/asking.h"
#include "protocol/cli/printable.h"
#include "protocol/cli/table.h"

struct dead_options {
	const char *endpoint;
	int as_json;
	int body;
};

struct verb {
	const char *name;
	int (*run)(const struct command *self, const struct dead_options *o, size_t n,
		   char **ids);
	int wants_ids;
};

/* The id comes last and whole, so that it can be copied. */
static const struct column columns[] = {
	{ "at", "since", 24, AS_IS },	    { "attempts", "attempts", 8, COUNT },
	{ "bytes", "size", 9, SIZE_BYTES }, { "reason", "reason", 40, AS_IS },
	{ "id", "id", 0, AS_IS },	    { 0 },
};

static void print_line(const json_t *json)
{
	json_dumpf(json, stdout, JSON_COMPACT);
	putchar('\n');
}

static void print_page(const struct dead_options *o, const json_t *dead)
{
	size_t i;
	const json_t *one;

	if (!o->as_json) {
		table_print(stdout, dead, columns);
		return;
	}
	json_array_foreach(dead, i, one) print_line(one);
}

/* {"limit":1000,"after":"…"} */
static int list_request(struct buf *out, const json_t *page)
{
	const json_t *dead = json_object_get(page, "dead");
	const json_t *last = json_array_get(dead, json_array_size(dead) - 1);
	int r = buf_puts(out, "{");

	if (r == 0 && last)
		r = json_put_member(out, "after", json_get_string(last, "id"));
	return r < 0 ? r : buf_puts(out, "\"limit\":1000}");
}

static int list(const struct command *self, const struct dead_options *o, size_t n,
		char **ids)
{
	NW_CLEANUP(json_decrefp) json_t *page = NULL;

	do {
		json_t *next = NULL;
		struct buf request = { 0 };
		int r = list_request(&request, page);

		if (r == 0)
			r = ask(self, o->endpoint, "dead.list", buf_str(&request), &next,
				NULL);
		buf_free(&request);
		if (r != 0)
			return EXIT_FAILED;
		json_decref(page);
		page = next;
		print_page(o, json_object_get(page, "dead"));
	} while (json_is_true(json_object_get(page, "more")) &&
		 json_array_size(json_object_get(page, "dead")));
	return EXIT_DONE;
}

static void print_head(const struct dead_options *o, const json_t *letter)
{
	const char *key;
	const json_t *value;

	if (o->as_json) {
		print_line(letter);
		return;
	}
	json_object_foreach((json_t *)letter, key, value)
	{
		char cell[CELL_SIZE];

		if (json_is_object(value))
			continue;
		printable_pad(stdout, key, 14);
		printable_print(stdout, table_cell(value, AS_IS, cell), 0);
		putchar('\n');
	}
}

/* Raw into a file or pipe; what a stranger wrote is made harmless for a terminal. */
static void print_body(const struct nw_reply *reply)
{
	struct buf text = { 0 };

	if (!isatty(STDOUT_FILENO))
		fwrite(reply->body ? reply->body : "", 1, reply->body_len, stdout);
	else if (printable_text(&text, reply->body, reply->body_len) == 0)
		fwrite(text.data ? text.data : "", 1, text.len, stdout);
	buf_free(&text);
}

static int show(const struct command *self, const struct dead_options *o, size_t n,
		char **ids)
{
	for (size_t i = 0; i < n; i++) {
		NW_CLEANUP(json_decrefp) json_t *letter = NULL;
		struct buf request = { 0 };
		struct nw_reply reply = { 0 };
		int r = buf_putc(&request, '{');

		if (r == 0)
			r = json_put_member(&request, "id", ids[i]);
		if (r == 0)
			r = buf_puts(&request, "\"n\":1}");
		if (r == 0)
			r = ask(self, o->endpoint, "dead.show", buf_str(&request),
				&letter, &reply);
		buf_free(&request);
		if (r != 0)
			return EXIT_FAILED;
		json_object_del(letter, "n");
		if (o->body)
			print_body(&reply);
		else
			print_head(o, letter);
		nw_reply_free(&reply);
	}
	return EXIT_DONE;
}

static int ids_request(struct buf *out, size_t n, char **ids)
{
	int r = buf_puts(out, "{\"ids\":[");

	for (size_t i = 0; i < n && r == 0; i++) {
		r = i ? buf_putc(out, ',') : 0;
		if (r == 0)
			r = json_put_string(out, ids[i], strlen(ids[i]));
	}
	return r < 0 ? r : buf_puts(out, "]}");
}

/* Says which ids the broker did not know: EXIT_FAILED when there were any. */
static int report(const struct command *self, const json_t *answer, const char *done)
{
	const json_t *unknown = json_object_get(answer, "unknown");
	const json_t *id;
	size_t i;

	printf("%s: %" JSON_INTEGER_FORMAT "\n", done,
	       json_integer_value(json_object_get(answer, done)));
	json_array_foreach(unknown, i, id)
	{
		fputs("no dead letter: ", stderr);
		printable_print(stderr, json_string_value(id), 0);
		fputc('\n', stderr);
	}
	return json_array_size(unknown) ? EXIT_FAILED : EXIT_DONE;
}

static int ask_for_ids(const struct command *self, const struct dead_options *o,
		       const char *verb, const char *done, size_t n, char **ids)
{
	NW_CLEANUP(json_decrefp) json_t *answer = NULL;
	struct buf request = { 0 };
	int r = ids_request(&request, n, ids);

	if (r == 0)
		r = ask(self, o->endpoint, verb, buf_str(&request), &answer, NULL);
	buf_free(&request);
	return r != 0 ? EXIT_FAILED : report(self, answer, done);
}

static int retry(const struct command *self, const struct dead_options *o, size_t n,
		 char **ids)
{
	return ask_for_ids(self, o, "dead.retry", "retried", n, ids);
}

static int drop(const struct command *self, const struct dead_options *o, size_t n,
		char **ids)
{
	return ask_for_ids(self, o, "dead.drop", "dropped", n, ids);
}

static const struct verb verbs[] = {
	{ "list", list, 0 },
	{ "show", show, 1 },
	{ "retry", retry, 1 },
	{ "drop", drop, 1 },
};

static const struct verb *find(const char *name)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct dead_options o = { 0 };
	const struct arg table[] = {
		{ "--json", ARG_FLAG, &o.as_json, NULL, "print JSON, a line for each" },
		{ "--body", ARG_FLAG, &o.body, NULL,
		  "show: the article's bytes as they were sent" },
		{ "--connect", ARG_TEXT, &o.endpoint, "ENDPOINT", "the control socket" },
		{ 0 },
	};
	const struct verb *verb;
	size_t n;
	int r = args_parse(self, table, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	verb = n ? find(argv[0]) : NULL;
	if (!verb)
		return cli_misused(self, "say list, show, retry or drop");
	if (verb->wants_ids ? n < 2 : n > 1)
		return cli_misused(self, verb->wants_ids ? "which ID?"
							 : "list takes no operands");
	r = verb->run(self, &o, n - 1, argv + 1);
	return cli_flush(self) == EXIT_DONE ? r : EXIT_FAILED;
}

const struct command dead_command = {
	.name = "dead",
	.usage = "list | show ID... | retry ID... | drop ID...",
	.summary = "look at, retry or drop the articles that could not be processed",
	.run = run,
};
