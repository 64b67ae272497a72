/* One option's value: read from text, written as text, compared. Known to config.c
 * only; the rest of the broker sees struct config. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "protocol/base/buf.h"

enum option_kind {
	KIND_string,
	KIND_name,
	KIND_path,
	KIND_paths,
	KIND_endpoints,
	KIND_count,
	KIND_bytes,
	KIND_duration_ms,
	KIND_choice,
};

enum on_reload { RESTART, RELOAD };

struct option {
	const char *name;
	enum option_kind kind;
	size_t offset, size; /* of its field in struct config */
	const char *standard, *least, *most;
	enum on_reload on_reload;
	const char *meaning;
};

/* What is wrong with a value, in words for the operator. */
struct value_error {
	char text[320];
};

bool value_is_list(const struct option *o);
bool value_is_number(const struct option *o);

/* Sets the field to what `text` says. An item of a list is added to the list. 0;
 * -EINVAL: `error` says why, the field is as before; -ENOMEM. */
int value_read(const struct option *o, const char *text, void *field,
	       struct value_error *error);

/* Whether a list is as long as it may be; 0 or -EINVAL. */
int value_check_list(const struct option *o, const void *field,
		     struct value_error *error);

/* Appends the value as YAML. */
int value_write(const struct option *o, const void *field, struct buf *out);

bool value_equal(const struct option *o, const void *a, const void *b);

/* Frees what the field holds and makes it empty. */
void value_free(const struct option *o, void *field);
