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

/* Whether the word before a name at `at` says that it is not who acts: 被, 由, 与,
 * 包括 … `begin` is the sentence's first character. */
bool resolve_is_governed(const struct view *v, uint32_t at, uint32_t begin);

/* Whom 我们 stands for: who signs, else whom the article names most. NULL when it names
 * nobody. */
const struct mention *resolve_speaker(const struct resolver *r);
