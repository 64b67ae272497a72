/* From paragraphs to the article's text: what is about the text goes to the metadata,
 * what is neither goes. */
#pragma once

#include "workers/clean/prose.h"
#include "workers/document.h"

/* Works on `p`; fills empty fields and flags of `ret`. */
void tidy_prose(struct prose *p, struct clean_article *ret);

void tidy_add_flag(struct clean_article *c, const char *flag);
