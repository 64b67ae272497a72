/* Captions of a video: a line for each breath, hardly any punctuation. */
#pragma once

#include "workers/clean/prose.h"
#include "workers/document.h"

bool transcript_is(const struct prose *p);

/* Takes greeting and farewell out; who speaks goes to `ret`. */
void transcript_read(struct prose *p, struct clean_article *ret);
