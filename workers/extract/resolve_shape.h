/* Organisations that no list knows, by the shape of their names. */
#pragma once

#include "workers/extract/machine_view.h"

/* *ret becomes the view's mentions and the organisations whose names end in a word such
 * as 科技, or stand before a listing's number: 青禾科技(300123.SZ). Returns how many
 * were added. */
uint32_t resolve_shapes(struct arena *a, struct view *v, struct mentions *ret);
