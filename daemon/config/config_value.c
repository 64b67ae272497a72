#include "daemon/config/config_value.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "daemon/config/config.h"
#include "daemon/config/config_endpoint.h"
#include "daemon/config/config_number.h"
#include "protocol/base/log.h"
#include "protocol/base/utf8.h"

static const struct number_unit *units_of(const struct option *o)
{
	if (o->kind == KIND_bytes)
		return number_of_bytes;
	return o->kind == KIND_duration_ms ? number_of_ms : number_of_things;
}

bool value_is_list(const struct option *o)
{
	return o->kind == KIND_paths || o->kind == KIND_endpoints;
}

bool value_is_number(const struct option *o)
{
	return o->kind == KIND_count || o->kind == KIND_bytes ||
	       o->kind == KIND_duration_ms;
}

static int fail(struct value_error *error, const char *fmt, ...) NW_PRINTF(2, 3);

static int fail(struct value_error *error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error->text, sizeof(error->text), fmt, ap);
	va_end(ap);
	return -EINVAL;
}

/* The bounds of options.def are ours and always right. */
static uint64_t bound(const struct option *o, const char *text)
{
	uint64_t n = 0;

	(void)number_read(units_of(o), text, &n);
	return n;
}

static int fail_number(const struct option *o, const char *text,
		       struct value_error *error)
{
	const char *example = *o->standard == '<' ? o->most : o->standard;
	NW_CLEANUP(buf_free) struct buf units = { 0 };

	if (o->kind == KIND_count)
		return fail(error, "'%.60s' is no whole number; write one like %s", text,
			    example);
	number_write_units(units_of(o), &units);
	return fail(error,
		    "'%.60s' is no whole number with %s behind it; write one like %s",
		    text, buf_str(&units), example);
}

static int read_number(const struct option *o, const char *text, uint64_t *field,
		       struct value_error *error)
{
	uint64_t n;

	if (number_read(units_of(o), text, &n) > 0)
		return fail_number(o, text, error);
	if (n < bound(o, o->least) || n > bound(o, o->most))
		return fail(error, "%.60s is out of range; allowed is %s to %s", text,
			    o->least, o->most);
	*field = n;
	return 0;
}

static int read_choice(const struct option *o, const char *text, unsigned *field,
		       struct value_error *error)
{
	size_t len = strlen(text);
	unsigned i = 0;

	for (const char *word = o->least; *word; i++) {
		size_t n = strcspn(word, " ");

		if (n == len && memcmp(word, text, n) == 0) {
			*field = i;
			return 0;
		}
		word += n + strspn(word + n, " ");
	}
	return fail(error, "'%.60s' is none of: %s", text, o->least);
}

static bool is_printable(const char *text)
{
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	return utf8_valid(text, strlen(text));
}

static bool is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

	return text[strspn(text, letters)] == '\0';
}

static int check_length(const struct option *o, size_t n, const char *what,
			struct value_error *error)
{
	if (n < bound(o, o->least) || n > bound(o, o->most))
		return fail(error, "has %zu %s; allowed are %s to %s", n, what, o->least,
			    o->most);
	return 0;
}

static int check_text(const struct option *o, const char *text, struct value_error *error)
{
	if (!is_printable(text))
		return fail(error, "control characters and broken UTF-8 are not allowed");
	switch (o->kind) {
	case KIND_path:
	case KIND_paths:
		if (*text == '/')
			return 0;
		return fail(error, "'%.60s' is no full path; begin it with /", text);
	case KIND_endpoints:
		return endpoint_check(text, error->text, sizeof(error->text));
	case KIND_name:
		if (!is_name(text))
			return fail(error,
				    "'%.60s' is no name; letters, digits, '-', '_' and "
				    "'.' are allowed",
				    text);
		return check_length(o, strlen(text), "bytes", error);
	default:
		return check_length(o, strlen(text), "bytes", error);
	}
}

static int set_text(char **field, const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		return nw_fault(-ENOMEM, "config: keep a value");
	free(*field);
	*field = copy;
	return 0;
}

static int add_item(struct config_list *list, const char *text)
{
	char **items = reallocarray(list->items, list->n + 1, sizeof(*items));

	if (!items)
		return nw_fault(-ENOMEM, "config: lengthen a list");
	list->items = items;
	items[list->n] = strdup(text);
	if (!items[list->n])
		return nw_fault(-ENOMEM, "config: keep an item");
	list->n++;
	return 0;
}

int value_read(const struct option *o, const char *text, void *field,
	       struct value_error *error)
{
	int r;

	if (value_is_number(o))
		return read_number(o, text, field, error);
	if (o->kind == KIND_choice)
		return read_choice(o, text, field, error);
	r = check_text(o, text, error);
	if (r < 0)
		return r;
	return value_is_list(o) ? add_item(field, text) : set_text(field, text);
}

int value_check_list(const struct option *o, const void *field, struct value_error *error)
{
	const struct config_list *list = field;

	return check_length(o, list->n, "items", error);
}

static int write_choice(const struct option *o, unsigned i, struct buf *out)
{
	const char *word = o->least;

	while (i-- > 0) {
		word += strcspn(word, " ");
		word += strspn(word, " ");
	}
	return buf_append(out, word, strcspn(word, " "));
}

/* In single quotes, where only a quote is special: values have no control characters. */
static int write_text(const char *text, struct buf *out)
{
	int r = buf_putc(out, '\'');

	for (; r == 0 && *text; text++) {
		if (*text == '\'')
			r = buf_putc(out, '\'');
		if (r == 0)
			r = buf_putc(out, *text);
	}
	return r < 0 ? r : buf_putc(out, '\'');
}

static int write_list(const struct config_list *list, struct buf *out)
{
	int r = buf_putc(out, '[');

	for (size_t i = 0; r == 0 && i < list->n; i++) {
		r = i ? buf_puts(out, ", ") : 0;
		if (r == 0)
			r = write_text(list->items[i], out);
	}
	return r < 0 ? r : buf_putc(out, ']');
}

int value_write(const struct option *o, const void *field, struct buf *out)
{
	if (value_is_number(o))
		return number_write(units_of(o), *(const uint64_t *)field, out);
	if (o->kind == KIND_choice)
		return write_choice(o, *(const unsigned *)field, out);
	if (value_is_list(o))
		return write_list(field, out);
	return write_text(*(char *const *)field, out);
}

static bool lists_equal(const struct config_list *a, const struct config_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return true;
}

bool value_equal(const struct option *o, const void *a, const void *b)
{
	if (value_is_list(o))
		return lists_equal(a, b);
	if (value_is_number(o) || o->kind == KIND_choice)
		return memcmp(a, b, o->size) == 0;
	return strcmp(*(char *const *)a, *(char *const *)b) == 0;
}

void value_free(const struct option *o, void *field)
{
	if (value_is_list(o)) {
		struct config_list *list = field;

		for (size_t i = 0; i < list->n; i++)
			free(list->items[i]);
		free(list->items);
	} else if (!value_is_number(o) && o->kind != KIND_choice) {
		free(*(char **)field);
	}
	memset(field, 0, o->size);
}
