/* newswire explain: why an article gives the events it gives. */
#include <stdio.h>

#include "protocol/cli/offline.h"
#include "protocol/cli/printable.h"

static int print_text(struct offline *o, const struct pipe_frame *frame)
{
	int r;

	buf_clear(&o->scratch);
	r = printable_text(&o->scratch, frame->payload, frame->len);
	if (r < 0)
		return r;
	fwrite(buf_str(&o->scratch), 1, o->scratch.len, stdout);
	return 0;
}

static int print(struct offline *o, const struct input *in,
		 const struct pipe_frame *frame)
{
	if (frame->type != PIPE_OUTPUT)
		return 0;
	if (!in->is_line)
		return print_text(o, frame);
	fwrite(frame->payload, 1, frame->len, stdout);
	putchar('\n');
	return 0;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct offline o = {
		.command = self,
		.for_file = PIPE_EXPLAIN,
		.for_line = PIPE_EXPLAIN_JSON,
		.print = print,
	};

	return offline_run(&o, argc, argv);
}

const struct command explain_command = {
	.name = "explain",
	.usage = "[--jsonl] FILE...",
	.summary = "offline: mentions, rules that fired, and why not",
	.run = run,
};
