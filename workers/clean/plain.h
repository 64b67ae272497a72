/* Text without markup, or with that of Markdown, to its paragraphs. */
#pragma once

#include "workers/clean/prose.h"
#include "workers/document.h"

/* Reads `text` into `ret`; *jammers is the number of anti-copy strings taken out. */
void plain_read(struct prose *ret, struct arena *a, struct span text, size_t *jammers);

/* The anti-copy strings in a text. */
size_t plain_count_jammers(struct span text);

/* Joins headings that a copy broke over two lines; not for captions. */
void plain_join_headings(struct prose *p, size_t jammers);

/* Takes the headline out of the text: the line that `given` (the producer's, or NULL)
 * repeats, else a first line that reads like one. */
void plain_take_title(struct prose *p, const char *given, struct clean_article *article);
