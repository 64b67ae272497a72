/* newswire extract: the events of articles, without a broker. */
#include <stdio.h>

#include "protocol/cli/offline.h"
#include "protocol/event.h"

static int print(struct offline *o, const struct input *in,
		 const struct pipe_frame *frame)
{
	static const struct event_stamp stamp = { .node = "offline", .rev = 1 };
	struct event_view event;
	int r;

	if (frame->type != PIPE_EVENT)
		return 0;
	if (event_split(frame->payload, frame->len, &event) != 0) {
		o->failed = true;
		cli_fail(o->command, "the worker sent an event that is none");
		return 0;
	}
	buf_clear(&o->scratch);
	r = event_put_published(&o->scratch, &event, &stamp);
	if (r < 0)
		return r;
	fwrite(buf_str(&o->scratch), 1, o->scratch.len, stdout);
	putchar('\n');
	return 0;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct offline o = {
		.command = self,
		.for_file = PIPE_ARTICLE,
		.for_line = PIPE_ARTICLE,
		.print = print,
	};

	return offline_run(&o, argc, argv);
}

const struct command extract_command = {
	.name = "extract",
	.usage = "[--jsonl] FILE...",
	.summary = "offline: the events of articles, as JSON lines (CloudEvents)",
	.run = run,
};
