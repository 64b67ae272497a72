/* From matches of rules to the events of an article.
 *
 * What rules find in a sentence becomes drafts; drafts of rules that attach are taken
 * in by the nearest event; drafts that tell the same event become one (consolidate.h).
 * Names, pronouns and elided subjects are resolved on the way (resolve.h). */
#pragma once

#include "workers/extract/draft.h"
#include "workers/extract/machine_view.h"
#include "workers/extract/resolve.h"

struct assembly {
	struct arena *memory;
	const struct grammar *grammar;
	struct view *view;
	struct machine *machine;
	struct resolver *resolver;
	struct drafts drafts;
	const struct mention *speaker; /* whom 我们 stands for; NULL: nobody */
	uint32_t *seen; /* by list: the sentence it was last seen in, from 1 */
	/* Told of every match, for `newswire explain`; NULL: nobody listens. */
	void (*on_match)(void *listener, const struct rule *rule, uint32_t sentence,
			 const struct match *match);
	/* Told when a rule's trigger was there and no match. */
	void (*on_miss)(void *listener, const struct rule *rule, uint32_t sentence,
			uint32_t reach);
	void *listener;
};

/* Runs every rule over every sentence that has its trigger. The drafts stand in the
 * order of the text; those that overlap are resolved. */
void assemble_drafts(struct assembly *as);

/* Lets events take in what was said elsewhere, and drops what only attaches. */
void assemble_attach(struct assembly *as);
