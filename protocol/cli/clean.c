/* newswire clean: what the cleaning finds, one JSON object for each input. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/cli/offline.h"

/* The worker's object, with the file put behind its opening brace. */
static int print(struct offline *o, const struct input *in,
		 const struct pipe_frame *frame)
{
	int r;

	if (frame->type != PIPE_OUTPUT || frame->len < 2 || frame->payload[0] != '{')
		return 0;
	buf_clear(&o->scratch);
	r = buf_putc(&o->scratch, '{');
	if (r == 0)
		r = json_put_member(&o->scratch, "file", in->name);
	if (r < 0)
		return r;
	fwrite(buf_str(&o->scratch), 1, o->scratch.len, stdout);
	fwrite(frame->payload + 1, 1, frame->len - 1, stdout);
	putchar('\n');
	return 0;
}

/* Each input has its object, so that who counts them counts right. */
static void print_failure(struct offline *o, const struct input *in, const char *reason)
{
	buf_clear(&o->scratch);
	if (buf_putc(&o->scratch, '{') < 0 ||
	    json_put_member(&o->scratch, "file", in->name) < 0 ||
	    json_put_member(&o->scratch, "error", reason) < 0)
		return;
	printf("%.*s\"title\":null,\"authors\":[],\"source\":null,\"original_source\":"
	       "null,"
	       "\"published\":null,\"lang\":null,\"kind\":\"error\",\"text\":\"\","
	       "\"flags\":[]}\n",
	       (int)o->scratch.len, o->scratch.data);
}

static int run(const struct command *self, int argc, char **argv)
{
	struct offline o = {
		.command = self,
		.for_file = PIPE_CLEAN,
		.print = print,
		.print_failure = print_failure,
	};

	return offline_run(&o, argc, argv);
}

const struct command clean_command = {
	.name = "clean",
	.usage = "FILE...",
	.summary = "offline: the text, title, source and date of pages, as JSON lines",
	.run = run,
};
