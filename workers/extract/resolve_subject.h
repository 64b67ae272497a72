/* Whom a sentence speaks of when it does not say. */
#pragma once

#include "workers/extract/resolve.h"

/* Whom a pronoun at character `at`, or a verb there without a subject, is about: a
 * mention of an organisation, or NULL. `ret_distance` counts sentences back.
 *
 * The nearest sentence wins, then who acts in it: who stands first in a clause, or right
 * before the comma; then whom the article names most. */
const struct mention *resolve_subject(const struct resolver *r, uint32_t sentence,
				      uint32_t at, uint32_t *ret_distance);
