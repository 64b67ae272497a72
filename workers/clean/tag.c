#include "workers/clean/tag.h"

#include <stdlib.h>
#include <strings.h>

#include "protocol/base/cleanup.h"

#define BLOCK  TAG_IS_BLOCK
#define VOID   TAG_IS_VOID
#define LOOSE  TAG_IS_LOOSE
#define MUTE   TAG_IS_MUTE
#define INSIDE TAG_IS_INSIDE

struct known_tag {
	const char *name;
	enum tag tag;
	unsigned flags;
};

static const struct known_tag known[] = {
#define TAG(name, flags) { #name, TAG_##name, flags },
#include "workers/clean/tags.def"
#undef TAG
};

static const char *const attr_names[N_ATTRS] = {
#define ATTR(id, name) [ATTR_##id] = name,
#include "workers/clean/attrs.def"
#undef ATTR
};

static int compare(const void *key, const void *entry)
{
	const struct span *name = key;
	const struct known_tag *t = entry;
	int r = strncasecmp(name->at, t->name, name->len);

	return r ? r : -(t->name[name->len] != '\0');
}

enum tag tag_find(struct span name)
{
	const struct known_tag *t = NULL;

	if (name.len && name.len < 12)
		t = bsearch(&name, known, NW_ARRAY_LEN(known), sizeof(*known), compare);
	return t ? t->tag : TAG_other;
}

unsigned tag_flags(enum tag t)
{
	return t > TAG_text ? known[t - TAG_text - 1].flags : 0;
}

int attr_find(struct span name)
{
	for (int i = 0; i < N_ATTRS; i++)
		if (span_is_nocase(name, attr_names[i]))
			return i;
	return -1;
}
