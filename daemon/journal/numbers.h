/* A list of segments' numbers. All zero is an empty one. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct numbers {
	uint32_t *items;
	size_t n, cap;
};

int numbers_add(struct numbers *list, uint32_t number);
void numbers_sort(struct numbers *list);
void numbers_free(struct numbers *list);
