/* JSON as lines and tables for people. */
#pragma once

#include <jansson.h>
#include <stdio.h>

enum shape {
	AS_IS,	/* a string or number; a list is joined by commas; true and false: yes, no
		 */
	COUNT,	/* 12,345 */
	AGE_MS, /* 1.2 s, 3 min, 2 h, 5 d */
	TIME_US,    /* 250 us, 1.3 ms, 2.1 s */
	SIZE_BYTES, /* 12.4 MB */
};

struct column {
	const char *key;
	const char *title; /* in a line: with a % where the value goes */
	unsigned width;	   /* 0: the last one, as wide as it comes */
	enum shape shape;
};

enum { CELL_SIZE = 512 };

/* Writes `value` as text; "" when it is absent. Returns `out`. */
char *table_cell(const json_t *value, enum shape shape, char out[CELL_SIZE]);

/* Prints a head line and a line for each object of `list`; nothing when it is empty.
 * A column that no object has is left out. The table ends with a key that is NULL. */
void table_print(FILE *to, const json_t *list, const struct column *columns);

/* Prints "label       1,234 kept, 5 refused": of the columns those that `object` has;
 * nothing when it has none. */
void table_print_line(FILE *to, const char *label, const json_t *object,
		      const struct column *columns);
