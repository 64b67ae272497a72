/* When an event happened, where its sentence says so outside of the rule's words. */
#pragma once

#include "workers/extract/assemble.h"

/* Fills the date of every draft that has none: the nearest date in the clauses of the
 * match, else one before it in the sentence. */
void resolve_dates(struct assembly *as);
