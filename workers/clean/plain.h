/* Text without markup, or with that of Markdown, to its paragraphs. */
#pragma once

#include "workers/clean/prose.h"
#include "workers/document.h"

/* Reads `text` into `ret`. A first line that is a headline goes to `article->title`.
 * *jammers is the number of anti-copy strings that were taken out. */
void plain_read(struct prose *ret, struct arena *a, struct span text,
		struct clean_article *article, size_t *jammers);

/* When the headline is still in the text, after its head was cut. */
void plain_take_title(struct prose *p, struct clean_article *article);
