/* What kind of page it was. */
#pragma once

#include "workers/clean/page.h"
#include "workers/document.h"

/* "article", "listing", "stub" or "error"; `page` is NULL for plain text. */
const char *kind_find(const struct page *page, const struct clean_article *article);
