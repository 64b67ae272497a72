/* Cutting a folded text into sentences; for text.c alone. */
#pragma once

#include "workers/extract/text.h"

/* The most sentences that `t` can have. */
uint32_t text_split_bound(const struct text *t);

/* Appends the sentences of a field to `t`. Every line is a paragraph. */
void text_split_lines(struct text *t, enum text_field field);

/* The same for the body of a transcript: captions, with hardly any punctuation. The end
 * of a line becomes a comma, and ends the sentence where the next line starts with a
 * cue ("then", "last year") or the sentence grows long. Empty lines separate
 * paragraphs. */
void text_split_captions(struct text *t);
