/* Names that an article defines: 北京百川智能科技有限公司(以下简称“百川智能”). */
#pragma once

#include "workers/extract/resolve.h"

/* Links every defined short form with its name. */
void resolve_aliases(struct resolver *r, struct view *v);
