/* People's names in Chinese bylines. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"
#include "workers/document.h"

/* Whether all of `s` is one to four Chinese names, parted by blanks or 、. */
bool names_are(struct span s);

/* Reads the names behind "记者" or in brackets at the end of a text ("（张三 李四）",
 * "（记者 张三）") into the empty authors of `ret`. */
void names_find_authors(struct span line, bool last, struct arena *a,
			struct clean_article *ret);
