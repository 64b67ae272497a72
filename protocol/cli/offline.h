/* What clean, extract and explain have in common: inputs one after the other, each
 * given to a worker. */
#pragma once

#include "protocol/cli/args.h"
#include "protocol/cli/asker.h"

enum { OFFLINE_MAX_BYTES = 60 << 20 };

/* One input: a file, or a line of JSON lines. */
struct input {
	const char *name; /* the file as given, or the line's id */
	bool is_line;
	struct article_head head;
	const char *body;
	size_t body_len;
};

struct offline {
	const struct command *command;
	enum pipe_frame_type for_file, for_line;

	/* Prints one frame of the answer. 0 or -errno. */
	int (*print)(struct offline *o, const struct input *in,
		     const struct pipe_frame *frame);

	/* Prints what stands for an input that cannot be read; may be NULL. */
	void (*print_failure)(struct offline *o, const struct input *in,
			      const char *reason);

	/* Private. */
	struct asker asker;
	const struct input *current;
	struct buf scratch;
	bool failed;
};

/* Reads the options and does all that is asked. Returns the exit code. */
int offline_run(struct offline *o, int argc, char **argv);
