/* Files of JSON lines: one object a line. */
#pragma once

#include <jansson.h>
#include <stddef.h>

/* Gets each object; it lives until the return. 0 to go on, else the reading ends with
 * this result. */
typedef int lines_object_fn(void *ctx, const json_t *object, size_t line_no);

/* Gets each line that is none; the reading goes on. */
typedef void lines_bad_fn(void *ctx, size_t line_no, const char *why);

/* Reads `path` ("-" is standard input). Blank lines are skipped, as is a byte order
 * mark. 0, what `on_object` returned, or -errno (given to `on_bad` as well). */
int lines_read(const char *path, lines_object_fn *on_object, lines_bad_fn *on_bad,
	       void *ctx);
