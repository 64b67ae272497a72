/* newswire push: articles from files, standard input or JSON lines to the broker. */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "protocol/base/buf.h"
#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/cli/args.h"
#include "protocol/cli/lines.h"
#include "protocol/cli/printable.h"
#include "protocol/cli/progress.h"

enum { WINDOW = 256, LOOK_MS = 100, DEFAULT_WAIT_S = 10, MAX_FILE_BYTES = 1 << 30 };

struct push {
	const struct command *command;
	struct nw_options options;
	struct nw_producer *producer;
	struct nw_article as; /* what is said of every article */
	struct progress progress;
	unsigned wait_s;   /* for a broker that is not there */
	uint64_t heard_ms; /* when it last was */
	int verbose;
	bool failed;
};

static int stop(struct push *p, const char *why)
{
	progress_clear(&p->progress);
	cli_fail(p->command, "%s; %zu articles are without an answer", why,
		 nw_producer_pending(p->producer));
	return -ECANCELED;
}

static void tell_refused(struct push *p, const char *name, const struct nw_answer *a)
{
	struct buf line = { 0 };

	progress_clear(&p->progress);
	if (printable_line(&line, name, strlen(name)) == 0 && a->reason &&
	    buf_puts(&line, ": ") == 0)
		(void)printable_line(&line, a->reason, strlen(a->reason));
	cli_fail(p->command, "refused: %s", buf_str(&line));
	buf_free(&line);
}

static void take(struct push *p, const struct nw_answer *a)
{
	static const char *const words[] = {
		[NW_KEPT] = "kept",
		[NW_DUPLICATE] = "duplicate",
		[NW_NOT_WANTED] = "refused",
		[NW_GIVEN_UP] = "unanswered",
	};
	NW_CLEANUP(nw_freep) char *name = a->token;

	p->progress.counts[a->verdict]++;
	p->failed |= a->verdict == NW_NOT_WANTED;
	if (a->verdict == NW_NOT_WANTED)
		tell_refused(p, name ? name : "?", a);
	if (!p->verbose)
		return;
	printf("%s %020" PRIu64 " %u ", words[a->verdict], a->seq, a->rev);
	printable_print(stdout, a->id ? a->id : name, 0);
	putchar('\n');
}

/* Whether to go on waiting: 0, or -ECANCELED, said why. */
static int look(struct push *p)
{
	uint64_t now = clock_monotonic_ms();

	progress_show(&p->progress, nw_producer_pending(p->producer),
		      nw_producer_connected(p->producer) ? nw_producer_busy(p->producer)
							 : "waiting for the broker");
	if (cli_interrupted())
		return stop(p, "interrupted");
	if (nw_producer_connected(p->producer))
		p->heard_ms = now;
	if (now - p->heard_ms > (uint64_t)p->wait_s * 1000)
		return stop(p, "there is no broker");
	return 0;
}

/* Takes the answers that are there, waiting for the first: 0, or a fault. */
static int take_answers(struct push *p, int timeout_ms)
{
	struct nw_answer answer;
	int r;

	while ((r = nw_answer(p->producer, &answer, timeout_ms)) == 0) {
		take(p, &answer);
		timeout_ms = 0;
	}
	if (r == NW_REFUSED)
		return stop(p, answer.reason ? answer.reason : "the broker refuses");
	return r < 0 ? r : look(p);
}

static int submit(struct push *p, const struct nw_article *article, const char *name)
{
	NW_CLEANUP(nw_freep) char *token = strdup(name);
	int r;

	while ((r = nw_submit(p->producer, article, token)) == NW_FULL) {
		r = take_answers(p, LOOK_MS);
		if (r < 0)
			return r;
	}
	if (r == 0)
		token = NULL;
	if (r == NW_INVALID) {
		p->failed = true;
		progress_clear(&p->progress);
		cli_fail(p->command, "%s: %s", name,
			 article->body_len ? "what is said of it is too long or no text"
					   : "it is empty");
	}
	if (r < 0)
		return r;
	return take_answers(p, 0);
}

/* What the name of a file says about its content; NULL when nothing. */
static const char *type_of(const char *path)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".html", "text/html" },
		{ ".htm", "text/html" },
		{ ".xhtml", "application/xhtml+xml" },
		{ ".txt", "text/plain" },
		{ ".text", "text/plain" },
		{ ".md", "text/plain" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < NW_ARRAY_LEN(types); i++)
		if (strcasecmp(dot, types[i].ending) == 0)
			return types[i].type;
	return NULL;
}

static int push_file(struct push *p, const char *path)
{
	struct nw_article article = p->as;
	struct buf body = { 0 };
	int r = strcmp(path, "-") == 0 ? buf_read_fd(&body, STDIN_FILENO, MAX_FILE_BYTES)
				       : buf_read_file(&body, path, MAX_FILE_BYTES);

	if (r < 0) {
		p->failed = true;
		progress_clear(&p->progress);
		cli_fail(p->command, "%s: %s", path, strerror(-r));
		r = 0;
	} else {
		if (!article.content_type)
			article.content_type = type_of(path);
		article.body = body.data;
		article.body_len = body.len;
		r = submit(p, &article, path);
	}
	buf_free(&body);
	return r;
}

static const char *member(const json_t *json, const char *key, const char *otherwise)
{
	const char *value = json_get_string(json, key);

	return value ? value : otherwise;
}

static int push_line(void *ctx, const json_t *json, size_t line_no)
{
	struct push *p = ctx;
	const char *text = json_get_string(json, "text");
	const char *html = json_get_string(json, "html");
	const char *body = text ? text : html ? html : json_get_string(json, "body");
	const char *type = text ? "text/plain" : html ? "text/html" : NULL;
	struct nw_article article = p->as;
	char name[32];

	snprintf(name, sizeof(name), "line %zu", line_no);
	article.id = member(json, "id", NULL);
	article.url = member(json, "url", NULL);
	article.title = member(json, "title", NULL);
	article.source = member(json, "source", p->as.source);
	article.published = member(json, "published", NULL);
	article.fetched = member(json, "fetched", NULL);
	article.content_type = member(json, "content_type", type);
	article.charset = "utf-8";
	article.body = body ? body : "";
	article.body_len = body ? strlen(body) : 0;
	return submit(p, &article, name);
}

static void bad_line(void *ctx, size_t line_no, const char *why)
{
	struct push *p = ctx;

	p->failed = true;
	progress_clear(&p->progress);
	cli_fail(p->command, "line %zu: %s", line_no, why);
}

/* What has no answer after a fault, or when we were interrupted. */
static void give_up(struct push *p)
{
	struct nw_answer answer;

	while (nw_give_up(p->producer, &answer) == 0)
		take(p, &answer);
}

static int push_all(struct push *p, const char *lines, size_t n, char **paths)
{
	int r = 0;

	p->heard_ms = clock_monotonic_ms();
	if (lines)
		r = lines_read(lines, push_line, bad_line, p);
	for (size_t i = 0; i < n && r == 0; i++)
		r = push_file(p, paths[i]);
	while (r == 0 && nw_producer_pending(p->producer))
		r = take_answers(p, LOOK_MS);
	progress_end(&p->progress);
	give_up(p);
	return r;
}

static int connect_and_push(struct push *p, const char *lines, size_t n, char **paths)
{
	int r = nw_producer_open(&p->producer, &p->options, WINDOW);

	if (r == NW_INVALID)
		return cli_fail(p->command, "'%s' is no address (or the keys are none)",
				p->options.endpoint ? p->options.endpoint : "");
	if (r != 0)
		return EXIT_FAILED;
	cli_catch_signals();
	r = push_all(p, lines, n, paths);
	nw_producer_close(p->producer);
	if (cli_flush(p->command) != EXIT_DONE || r < 0)
		return EXIT_FAILED;
	return p->failed ? EXIT_FAILED : EXIT_DONE;
}

static bool says_one(const struct nw_article *a)
{
	return a->id || a->url || a->title || a->published;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct push p = { .command = self, .wait_s = DEFAULT_WAIT_S };
	const char *endpoint = NULL, *lines = NULL;
	const struct arg table[] = {
		{ "--jsonl", ARG_TEXT, &lines, "FILE",
		  "a line is an article; - is stdin" },
		{ "--id", ARG_TEXT, &p.as.id, "ID", "of a single article" },
		{ "--url", ARG_TEXT, &p.as.url, "URL", "of a single article" },
		{ "--title", ARG_TEXT, &p.as.title, "TEXT", "of a single article" },
		{ "--published", ARG_TEXT, &p.as.published, "TIME",
		  "of a single article" },
		{ "--fetched", ARG_TEXT, &p.as.fetched, "TIME", "of all articles" },
		{ "--source", ARG_TEXT, &p.as.source, "NAME", "of all articles" },
		{ "--content-type", ARG_TEXT, &p.as.content_type, "TYPE",
		  "of all files" },
		{ "--bulk", ARG_FLAG, &p.as.bulk, NULL,
		  "an archive: live articles go first" },
		{ "--verbose", ARG_FLAG, &p.verbose, NULL, "print each answer" },
		{ "--wait", ARG_UNSIGNED, &p.wait_s, "SECONDS", "for a broker (10)" },
		{ "--connect", ARG_TEXT, &endpoint, "ENDPOINT", "its submit socket" },
		{ 0 },
	};
	size_t n;
	int r = args_parse(self, table, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	if (!n && !lines)
		return cli_misused(self, "which FILE? (- is standard input)");
	if (says_one(&p.as) && (lines || n != 1))
		return cli_misused(self, "--id, --url, --title and --published are for a "
					 "single FILE");
	p.options = cli_options(endpoint, "NEWSWIRE_SUBMIT");
	return connect_and_push(&p, lines, n, argv);
}

const struct command push_command = {
	.name = "push",
	.usage = "FILE... | - | --jsonl FILE",
	.summary = "stream articles in; ends when the broker has answered for each",
	.more = "A FILE is one page or text in any encoding. With --jsonl a line is an "
		"object "
		"with\nid, url, title, source, published, fetched (all optional) and "
		"text, "
		"html or body.",
	.run = run,
};
