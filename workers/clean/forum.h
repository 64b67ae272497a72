/* Copies of a forum's page: the thread's title above, who runs it below. */
#pragma once

#include "workers/clean/prose.h"
#include "workers/document.h"

/* Whether this is one; if so its title, date and site go to fields of `ret` that are
 * still empty, and what is not the first post is taken out. */
bool forum_read(struct prose *p, struct clean_article *ret);
