#include "daemon/config/config_number.h"

#include <inttypes.h>
#include <string.h>

const struct number_unit number_of_things[] = { { "", 1 }, { 0 } };

const struct number_unit number_of_bytes[] = {
	{ "B", 1 },
	{ "KiB", UINT64_C(1) << 10 },
	{ "MiB", UINT64_C(1) << 20 },
	{ "GiB", UINT64_C(1) << 30 },
	{ "TiB", UINT64_C(1) << 40 },
	{ 0 },
};

const struct number_unit number_of_ms[] = {
	{ "ms", 1 },	  { "s", 1000 },     { "m", 60000 },
	{ "h", 3600000 }, { "d", 86400000 }, { 0 },
};

int number_read(const struct number_unit *units, const char *text, uint64_t *ret)
{
	const struct number_unit *u = units;
	uint64_t n;
	char *end;

	if (*text < '0' || *text > '9')
		return 1;
	n = strtoull(text, &end, 10);
	if (n == 0 && *end == '\0') {
		*ret = 0;
		return 0;
	}
	while (u->name && strcmp(u->name, end) != 0)
		u++;
	if (!u->name)
		return 1;
	if (__builtin_mul_overflow(n, u->size, ret))
		*ret = UINT64_MAX;
	return 0;
}

int number_write(const struct number_unit *units, uint64_t n, struct buf *out)
{
	const struct number_unit *best = NULL;

	for (const struct number_unit *u = units; u->name; u++)
		if (n >= u->size && n % u->size == 0)
			best = u;
	if (!best)
		return buf_putc(out, '0');
	return buf_printf(out, "%" PRIu64 "%s", n / best->size, best->name);
}

int number_write_units(const struct number_unit *units, struct buf *out)
{
	int r = 0;

	for (const struct number_unit *u = units; r == 0 && u->name; u++) {
		if (u > units)
			r = buf_puts(out, u[1].name ? ", " : " or ");
		if (r == 0)
			r = buf_puts(out, u->name);
	}
	return r;
}
