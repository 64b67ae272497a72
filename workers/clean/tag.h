/* The elements that cleaning tells apart. */
#pragma once

#include "workers/clean/span.h"

enum tag {
	TAG_other,
	TAG_text, /* not an element */
#define TAG(name, flags) TAG_##name,
#include "workers/clean/tags.def"
#undef TAG
	N_TAGS,
};

enum tag_flag {
	TAG_IS_BLOCK = 1,
	TAG_IS_VOID = 2,
	TAG_IS_LOOSE = 4,
	TAG_IS_MUTE = 8,
	TAG_IS_INSIDE = 16,
};

/* The name in any case. */
enum tag tag_find(struct span name);

unsigned tag_flags(enum tag t);

static inline bool tag_is_heading(enum tag t)
{
	return t >= TAG_h1 && t <= TAG_h6;
}

/* The attributes that cleaning reads; all others are dropped before parsing. */
enum attr_id {
#define ATTR(id, name) ATTR_##id,
#include "workers/clean/attrs.def"
#undef ATTR
	N_ATTRS,
};

/* -1 when it is none of them. */
int attr_find(struct span name);
