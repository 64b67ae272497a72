/* Who wrote an article, when and for whom, as the lines around its headline say. */
#pragma once

#include "workers/clean/page.h"
#include "workers/clean/title.h"
#include "workers/document.h"

/* Fills empty fields of `ret`. */
void dateline_read(const struct page *p, const struct headline *title,
		   struct clean_article *ret);
