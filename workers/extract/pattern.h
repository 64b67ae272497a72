/* Patterns of rules: from their text to a program of steps for the machine.
 *
 *	融资  "open source"   these words                @got      a word of that list
 *	MONEY  ORG            a mention of that class    ( a | b ) one of them
 *	_                     one character or Latin word, not over a comma
 *	~                     the same, also over a comma; never over the sentence's end
 *	x?  x{0,8}            optional; repeated. There is no unbounded repetition.
 *	<role:ORG>            captures a mention as a filler; <role:ORG|FUND> either
 *	<role:@list>          captures a word; in a list with values, its value
 *	<role:ORG?NAME>       or a name that no list knows, bounded by its context; BARE,
 *			      PERSON, PRODUCT, TEXT likewise, see enum open_kind
 *	<role+:ORG?NAME>      several in a row, joined by words of the list `and`
 *	^  $                  the sentence's beginning, its end
 *
 * Blanks in a text are stepped over, and so is a bracket behind a name. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/extract/catalogue.h"

enum { PATTERN_MAX_STEPS = 2000, PATTERN_MAX_REPEAT = 60, PATTERN_MAX_ROW = 8 };

/* Names that a pattern may carve out of the text itself. */
enum open_kind {
	OPEN_NONE,
	OPEN_NAME, /* of an organisation, with something that shows it */
	OPEN_BARE, /* the same without: only its place in the sentence */
	OPEN_PERSON,
	OPEN_PRODUCT,
	OPEN_TEXT,
};

enum gap_kind { GAP_NONE, GAP_NARROW, GAP_WIDE };

/* A step consumes a piece of the sentence: whatever of these fits. */
struct step {
	uint32_t classes; /* bits by mention class */
	uint16_t list;	  /* a word of it; 0: none */
	uint8_t open;
	uint8_t gap;
	int8_t role; /* what is consumed fills this role; -1: nothing */
	bool final;  /* the pattern may end behind it */
	uint16_t *follow;
	uint16_t n_follow;
};

struct program {
	struct step *steps;
	uint16_t n_steps;
	uint16_t *first;
	uint16_t n_first;
	bool from_start, to_end; /* ^ and $ */
	uint16_t trigger;	 /* a list one of whose words every match holds, or 0 */
};

/* What a pattern needs to know of the rule around it. */
struct pattern_context {
	struct arena *memory;
	const struct event_type *type; /* of the roles; NULL: any role is an error */
	void *lists;
	/* The number of a list, 0 when there is none of that name. */
	uint16_t (*find_list)(void *lists, const char *name);
	/* The number of a list that holds just these words. */
	uint16_t (*literal)(void *lists, const char *const *words, size_t n);
	/* A reason why words of the list cannot fill the role, or NULL. */
	const char *(*unfit)(void *lists, uint16_t list, const struct event_role *role);
	char *error; /* what is wrong, in words */
	size_t error_size;
};

/* Compiles `text`. 0, or -EINVAL with a reason in the context's `error`. */
int pattern_compile(struct program *ret, struct pattern_context *context,
		    const char *text);
