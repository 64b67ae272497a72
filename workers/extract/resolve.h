/* Who is meant: entities of an article, their short forms, pronouns, elided subjects. */
#pragma once

#include "workers/extract/lexicon.h"
#include "workers/extract/machine_view.h"

struct resolver;

/* One thing that the article names. */
struct entity {
	const char *folded; /* as names are compared */
	const char *name;   /* the canonical name, or as it stands where it was met */
	const char *id;	    /* NULL when no lexicon knows it */
	enum mention_class class; /* as it was met most often */
	uint16_t votes[N_MENTION_CLASSES];
	uint32_t first, count; /* where it was met first */
	uint32_t uses;	       /* how often the article names it, if an organisation */
	uint32_t same_as;      /* the entity it is another form of; itself otherwise */
};

/* Lives in `a`. */
struct resolver *resolver_new(struct arena *a, struct view *v,
			      const struct lexicon *lexicon);

/* The number (from 1) of the entity whose name stands at these characters. */
uint32_t resolver_name(struct resolver *r, uint32_t first, uint32_t count,
		       const struct mention *mention, enum mention_class class);

/* `entity` is another form of `of`. */
void resolver_link(struct resolver *r, uint32_t entity, uint32_t of);

/* Joins short forms with the names they stand for: what the article defines (以下简称),
 * and 百川 beside 百川智能. Call when all names are known. */
void resolver_join(struct resolver *r);

/* The entity itself, whatever form it was met in; 0 for 0. */
uint32_t resolver_root(const struct resolver *r, uint32_t entity);
const struct entity *resolver_get(const struct resolver *r, uint32_t entity);
uint32_t resolver_count(const struct resolver *r);

/* The form with this number, from 1 to below resolver_count(), as it was met. */
const struct entity *resolver_form(const struct resolver *r, uint32_t entity);

/* Meets all organisations that are known before the rules run. */
void resolver_meet(struct resolver *r);

/* How often the article names the organisation of this mention. */
uint32_t resolver_uses(const struct resolver *r, const struct mention *m);

const struct view *resolver_view(const struct resolver *r);

/* How long the first word of a name in several Latin words is, when it can stand for
 * the whole; else 0. */
size_t entity_first_word(const char *name);
