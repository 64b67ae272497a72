/* Which passages of a page are the article. */
#pragma once

#include "workers/clean/page.h"

/* Sets `kept` of each passage. Returns the node that holds the article, 0 when the page
 * has none. */
size_t select_passages(struct page *p);
