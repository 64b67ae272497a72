#include "protocol/cli/offline.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/cli/lines.h"
#include "protocol/cli/printable.h"

static void fail_input(struct offline *o, const struct input *in, const char *reason)
{
	struct buf line = { 0 };

	o->failed = true;
	if (printable_line(&line, in->name, strlen(in->name)) == 0 &&
	    buf_puts(&line, ": ") == 0 &&
	    printable_line(&line, reason, strlen(reason)) == 0)
		cli_fail(o->command, "%s", buf_str(&line));
	buf_free(&line);
	if (o->print_failure)
		o->print_failure(o, in, reason);
}

static int on_frame(void *ctx, const struct pipe_frame *frame)
{
	struct offline *o = ctx;

	return o->print(o, o->current, frame);
}

/* 0 also when the input cannot be read: that is said, and the next one's turn. */
static int ask_worker(struct offline *o, const struct input *in)
{
	int r;

	o->current = in;
	r = asker_ask(&o->asker, in->is_line ? o->for_line : o->for_file, &in->head,
		      in->body, in->body_len, on_frame, o);
	if (r > 0)
		fail_input(o, in, o->asker.reason);
	return r == ASKER_NO_WORKER ? -ENOENT : r < 0 ? r : 0;
}

/* The file's base name without its last extension. */
static char *make_id(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	return dot && dot > base ? strndup(base, (size_t)(dot - base)) : strdup(base);
}

static int read_input(const char *path, struct buf *body)
{
	if (strcmp(path, "-") == 0)
		return buf_read_fd(body, STDIN_FILENO, OFFLINE_MAX_BYTES);
	return buf_read_file(body, path, OFFLINE_MAX_BYTES);
}

static int do_file(struct offline *o, const char *path)
{
	NW_CLEANUP(nw_freep) char *id = make_id(path);
	struct buf body = { 0 };
	struct input in = { .name = path, .head = { .id = id, .rev = 1 } };
	int r = id ? read_input(path, &body) : -ENOMEM;

	if (r < 0) {
		fail_input(o, &in, strerror(-r));
		r = 0;
	} else {
		in.body = body.data;
		in.body_len = body.len;
		r = ask_worker(o, &in);
	}
	buf_free(&body);
	return r;
}

/* {"id", "title"?, "text", "published"?}: the text is clean already. */
static int do_line(void *ctx, const json_t *json, size_t line_no)
{
	struct offline *o = ctx;
	char number[32];
	struct input in = { .is_line = true, .name = json_get_string(json, "id") };

	snprintf(number, sizeof(number), "line %zu", line_no);
	in.name = in.name ? in.name : number;
	in.body = json_get_string(json, "text");
	if (!in.body) {
		fail_input(o, &in, "it has no \"text\"");
		return 0;
	}
	in.body_len = strlen(in.body);
	in.head = (struct article_head){
		.id = in.name,
		.rev = 1,
		.title = json_get_string(json, "title"),
		.published = json_get_string(json, "published"),
		.clean = true,
	};
	return ask_worker(o, &in);
}

static void bad_line(void *ctx, size_t line_no, const char *why)
{
	struct offline *o = ctx;

	o->failed = true;
	cli_fail(o->command, "line %zu: %s", line_no, why);
}

static int do_all(struct offline *o, bool lines, size_t n, char **paths)
{
	int r = 0;

	for (size_t i = 0; i < n && r == 0 && !cli_interrupted(); i++) {
		r = lines ? lines_read(paths[i], do_line, bad_line, o)
			  : do_file(o, paths[i]);
		if (r == 0 && ferror(stdout))
			r = -EPIPE;
	}
	return r;
}

int offline_run(struct offline *o, int argc, char **argv)
{
	int lines = 0;
	const struct arg table[] = {
		{ "--jsonl", ARG_FLAG, &lines, NULL,
		  "each line is {\"id\", \"title\", \"text\", \"published\"}, clean "
		  "already" },
		{ 0 },
	};
	const struct arg no_lines[] = { { 0 } };
	size_t n;
	int r = args_parse(o->command, o->for_line ? table : no_lines, argc, argv, &n);

	if (r != 0)
		return args_exit(r);
	if (!n)
		return cli_misused(o->command, "which FILE?");
	cli_catch_signals();
	asker_init(&o->asker);
	r = do_all(o, lines, n, argv);
	asker_end(&o->asker);
	buf_free(&o->scratch);
	if (cli_flush(o->command) != EXIT_DONE || r < 0)
		return EXIT_FAILED;
	return o->failed || cli_interrupted() ? EXIT_FAILED : EXIT_DONE;
}
