/* Rules: how a kind of event is said. They are data (workers/rules); the form is
 * described in workers/extract/DESIGN.md. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/base/yaml.h"
#include "workers/arena.h"
#include "workers/extract/catalogue.h"
#include "workers/extract/pattern.h"
#include "workers/extract/rule_words.h"

enum modality { ASSERTED, REPORTED, PLANNED, POSSIBLE, DENIED, N_MODALITIES };

const char *modality_name(enum modality m);

enum {
	RULE_MAX_LISTS = 12,	/* in one trigger, unless, modality */
	RULE_MAX_PATTERNS = 12, /* in one rule */
	RULE_MAX_SET = 8,
};

/* Lists of words, by number. */
struct list_refs {
	uint16_t ids[RULE_MAX_LISTS];
	size_t n;
};

struct rule_set { /* a value that every match has */
	int role;
	const char *value;
};

struct rule_copy { /* fillers of one role fill another too */
	int from, to;
};

/* What an example says of one role. */
struct rule_want {
	const char *role, *value, *currency;
	struct rule_want *next;
};

struct rule_example {
	const char *text, *title;
	unsigned line;
	bool none; /* no event of the rule's type must come of it */
	const char *modality;
	struct rule_want *want;
	struct rule_example *next;
};

struct rule {
	const char *name, *file;
	unsigned line;
	const struct event_type *type;
	struct program patterns[RULE_MAX_PATTERNS];
	size_t n_patterns;
	struct list_refs trigger; /* one of them must be in the sentence */
	struct list_refs unless;  /* none of them in the clauses of the match */
	struct list_refs modality[N_MODALITIES];
	uint32_t require, any; /* roles, as bits */
	int subject;	       /* the role that what is spoken of may fill; -1: none */
	bool attach;	       /* fills an event told elsewhere, makes none */
	unsigned scope;	       /* attach: how many sentences away that may be */
	bool undated;	       /* tells a state: dates beside it are not its own */
	bool shadow;	       /* is tried, but nothing of it is published */
	int priority;
	double confidence;
	const char *lang; /* "zh" or "en"; NULL: any */
	struct rule_set set[RULE_MAX_SET];
	size_t n_set;
	struct rule_copy copy[RULE_MAX_SET];
	size_t n_copy;
	struct rule_copy within[RULE_MAX_SET]; /* a figure inside a filler: MPT-7B */
	size_t n_within;
	struct rule_example *examples;
};

struct rule_list {
	const char *name, *file;
	unsigned line;
	bool used;
	bool valued;	     /* its words stand for values */
	const char **words;  /* as written */
	const char **values; /* beside them; NULL when not valued */
	size_t n;
};

/* Lists that the engine itself looks at, by their names in the files. */
#define ENGINE_LISTS(LIST)                                                       \
	LIST(and)	   /* joins names in a row */                            \
	LIST(pronoun)	   /* 它, 该公司 … */                              \
	LIST(first_person) /* of them, those that speak: 我们 */               \
	LIST(alias)	   /* 以下简称 */                                    \
	LIST(name_stop)	   /* cannot be within a name */                         \
	LIST(name_keep)	   /* holds a stop word and is a name all the same */    \
	LIST(name_head)	   /* what stands before a name: 巨头, 公司 */       \
	LIST(name_tail)	   /* what a good name ends in: 科技, 集团 */        \
	LIST(org_tail)	   /* what the name of an organisation surely ends in */ \
	LIST(not_org)	   /* ends so, and is none: 高科技 */                 \
	LIST(product_tail) /* what the name of a product ends in: 大模型 */   \
	LIST(not_name)	   /* looks like a name and is none: AI, CEO */          \
	LIST(media)	   /* reports, and is not reported on */                 \
	LIST(governs)	   /* before a name: it is not who acts */               \
	LIST(surname)                                                            \
	LIST(reported)                                                           \
	LIST(planned)                                                            \
	LIST(possible)                                                           \
	LIST(denied)

#define LIST_ENUM(name) LIST_##name,
enum engine_list { ENGINE_LISTS(LIST_ENUM) N_ENGINE_LISTS };
#undef LIST_ENUM

struct grammar {
	struct arena *memory;
	const struct catalogue *catalogue;
	struct words *words;
	struct rule_list *lists; /* by number; 0 is none */
	uint16_t n_lists;
	uint16_t engine[N_ENGINE_LISTS]; /* numbers; 0: no such list */
	struct rule *rules;
	size_t n_rules;
};

/* Reads and compiles every rule in `dirs` (ended by NULL, at most `max_dirs`) into
 * *ret, whose `memory`, `catalogue` and `words` are set; the rest is empty. */
int rule_load(struct grammar *ret, const char *const *dirs, size_t max_dirs,
	      struct yaml_error *error);
