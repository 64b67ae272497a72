/* HTML as strangers write it to HTML that a parser reads in linear time: elements are
 * nested at most PREPASS_MAX_DEPTH deep (deeper ones lose their tags, never their text),
 * only the attributes of tag.h are left, comments are gone, a `<` that starts no tag is
 * text, references without a semicolon have one. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"

enum { PREPASS_MAX_DEPTH = 200 };

/* The result lives in `a`. One pass, whatever the input. */
struct span prepass_html(struct arena *a, struct span html);

/* Whether the text is HTML at all. */
bool prepass_is_html(struct span text);
