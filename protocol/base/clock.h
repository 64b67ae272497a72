/* Two clocks: the wall's, for people and records, and one that never goes back,
 * for waiting. */
#pragma once

#include <stddef.h>
#include <stdint.h>

uint64_t clock_wall_ms(void);	   /* since 1970-01-01T00:00:00Z */
uint64_t clock_monotonic_ms(void); /* since some moment before the start */
uint64_t clock_monotonic_us(void);

enum { CLOCK_TEXT_SIZE = 32 };

/* 2023-12-12T08:00:00.123Z (RFC 3339). Returns `out`. */
char *clock_format(uint64_t wall_ms, char out[CLOCK_TEXT_SIZE]);

/* Reads an RFC 3339 time or date ("2023-12-12", "2023-12-12T08:00:00+08:00",
 * "2023-12-12 08:00:00Z"; without a zone it is UTC). 0, or 1 when `text` is not one. */
int clock_parse(const char *text, uint64_t *ret_wall_ms);
