/* Numbers of newswire.yaml with their units: "8", "16MiB", "10s". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/base/buf.h"

struct number_unit {
	const char *name;
	uint64_t size;
};

/* Ended by a unit without a name. */
extern const struct number_unit number_of_things[];
extern const struct number_unit number_of_bytes[];
extern const struct number_unit number_of_ms[];

/* 0, or 1 when `text` is no whole number with one of the units. 0 needs no unit. A
 * number too large to hold is the largest there is. */
int number_read(const struct number_unit *units, const char *text, uint64_t *ret);

/* Appends the number with the largest unit that leaves no fraction. */
int number_write(const struct number_unit *units, uint64_t n, struct buf *out);

/* Appends the units as a sentence names them: "ms, s, m, h or d". */
int number_write_units(const struct number_unit *units, struct buf *out);
