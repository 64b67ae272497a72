#include "protocol/cli/lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/json.h"
#include "protocol/cli/cli.h"

enum { MAX_LINE_BYTES = 96 << 20 };

static int do_line(const char *line, size_t len, size_t no, lines_object_fn *on_object,
		   lines_bad_fn *on_bad, void *ctx)
{
	NW_CLEANUP(json_decrefp) json_t *json = NULL;
	json_error_t error;

	if (no == 1 && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	if (strspn(line, " \t\r\n") == len)
		return 0;
	json = len < MAX_LINE_BYTES ? json_loadb(line, len, 0, &error) : NULL;
	if (json_is_object(json))
		return on_object(ctx, json, no);
	on_bad(ctx, no, json ? "this is no object" : "this is no JSON");
	return 0;
}

int lines_read(const char *path, lines_object_fn *on_object, lines_bad_fn *on_bad,
	       void *ctx)
{
	NW_CLEANUP(nw_fclosep) FILE *file = NULL;
	NW_CLEANUP(nw_freep) char *line = NULL;
	FILE *from = stdin;
	size_t size = 0;
	int r = 0;

	if (strcmp(path, "-") != 0)
		from = file = fopen(path, "re");
	if (!from) {
		r = -errno;
		on_bad(ctx, 0, strerror(errno));
		return r;
	}
	for (size_t no = 1; r == 0 && !cli_interrupted(); no++) {
		ssize_t n = getline(&line, &size, from);

		if (n < 0)
			break;
		r = do_line(line, (size_t)n, no, on_object, on_bad, ctx);
	}
	if (r == 0 && ferror(from) && errno != EINTR)
		r = -errno;
	return r;
}
