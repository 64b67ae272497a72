/* Lines that belong to the page around an article (phrases.def). */
#pragma once

#include "workers/clean/prose.h"

/* Takes them out of `p`. */
void phrases_cut(struct prose *p);
