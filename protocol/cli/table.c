#include "protocol/cli/table.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/cli/printable.h"

enum { LINE_VALUE_MAX = 80 };

static void count(char *out, size_t size, uint64_t n)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);
	size_t o = 0;

	for (int i = 0; i < len && o + 2 < size; i++) {
		if (i && (len - i) % 3 == 0)
			out[o++] = ',';
		out[o++] = digits[i];
	}
	out[o] = '\0';
}

struct unit {
	double from; /* used for values from here on */
	double divide;
	const char *name;
};

/* With the last unit whose beginning the value has reached; one digit behind the
 * point when it is small. */
static void with_unit(char *out, size_t size, double v, const struct unit *units,
		      size_t n)
{
	size_t u = 0;

	while (u + 1 < n && v >= units[u + 1].from)
		u++;
	v /= units[u].divide;
	snprintf(out, size, u && v < 100 ? "%.1f %s" : "%.0f %s", v, units[u].name);
}

static void age(char *out, size_t size, double ms)
{
	static const struct unit units[] = {
		{ 0, 1, "ms" },	     { 1e3, 1e3, "s" },	     { 12e4, 6e4, "min" },
		{ 72e5, 36e5, "h" }, { 1728e5, 864e5, "d" },
	};

	with_unit(out, size, ms, units, NW_ARRAY_LEN(units));
}

static void duration(char *out, size_t size, double us)
{
	static const struct unit units[] = {
		{ 0, 1, "us" },
		{ 1e3, 1e3, "ms" },
		{ 1e6, 1e6, "s" },
	};

	with_unit(out, size, us, units, NW_ARRAY_LEN(units));
}

static void bytes(char *out, size_t size, double n)
{
	static const struct unit units[] = {
		{ 0, 1, "B" },
		{ 1e3, 1e3, "kB" },
		{ 1e6, 1e6, "MB" },
		{ 1e9, 1e9, "GB" },
	};

	with_unit(out, size, n, units, NW_ARRAY_LEN(units));
}

static void join(char *out, size_t size, const json_t *list)
{
	size_t i, at = 0;
	const json_t *item;

	out[0] = '\0';
	json_array_foreach(list, i, item)
	{
		const char *s = json_string_value(item);
		int n = snprintf(out + at, size - at, "%s%s", i ? "," : "", s ? s : "?");

		if (n < 0 || (size_t)n >= size - at)
			return;
		at += (size_t)n;
	}
}

static void as_is(char *out, size_t size, const json_t *v)
{
	if (json_is_string(v))
		snprintf(out, size, "%s", json_string_value(v));
	else if (json_is_array(v))
		join(out, size, v);
	else if (json_is_boolean(v))
		snprintf(out, size, "%s", json_is_true(v) ? "yes" : "no");
	else if (json_is_integer(v))
		snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_real(v))
		snprintf(out, size, "%.1f", json_real_value(v));
	else
		out[0] = '\0';
}

char *table_cell(const json_t *value, enum shape shape, char out[CELL_SIZE])
{
	double number = json_number_value(value);

	if (shape == AS_IS || !json_is_number(value) || number < 0) {
		as_is(out, CELL_SIZE, value);
		return out;
	}
	if (shape == COUNT)
		count(out, CELL_SIZE, (uint64_t)number);
	else if (shape == AGE_MS)
		age(out, CELL_SIZE, number);
	else if (shape == TIME_US)
		duration(out, CELL_SIZE, number);
	else
		bytes(out, CELL_SIZE, number);
	return out;
}

static bool is_used(const json_t *list, const char *key)
{
	size_t i;
	const json_t *object;

	json_array_foreach(list, i, object) if (json_object_get(object, key)) return true;
	return false;
}

static void print_cell(FILE *to, const char *text, unsigned width)
{
	if (width)
		printable_pad(to, text, width);
	else
		printable_print(to, text, 0);
	fputs("  ", to);
}

void table_print(FILE *to, const json_t *list, const struct column *columns)
{
	char cell[CELL_SIZE];
	size_t i;
	const json_t *object;

	if (json_array_size(list) == 0)
		return;
	for (const struct column *c = columns; c->key; c++)
		if (is_used(list, c->key))
			print_cell(to, c->title, c->width);
	fputc('\n', to);
	json_array_foreach(list, i, object)
	{
		for (const struct column *c = columns; c->key; c++)
			if (is_used(list, c->key))
				print_cell(to,
					   table_cell(json_object_get(object, c->key),
						      c->shape, cell),
					   c->width);
		fputc('\n', to);
	}
}

static void print_with(FILE *to, const char *title, const char *value)
{
	const char *at = strchr(title, '%');

	fwrite(title, 1, (size_t)(at - title), to);
	printable_print(to, value, LINE_VALUE_MAX);
	fputs(at + 1, to);
}

void table_print_line(FILE *to, const char *label, const json_t *object,
		      const struct column *columns)
{
	char cell[CELL_SIZE];
	bool begun = false;

	for (const struct column *c = columns; c->key; c++) {
		const json_t *value = json_object_get(object, c->key);

		if (!value)
			continue;
		if (begun)
			fputs(", ", to);
		else
			fprintf(to, "%-12s", label);
		print_with(to, c->title, table_cell(value, c->shape, cell));
		begun = true;
	}
	if (begun)
		fputc('\n', to);
}
