/* A draft: an event as one match tells it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "workers/arena.h"
#include "workers/extract/machine.h"
#include "workers/extract/rule.h"

/* A value in a role. */
struct filler {
	struct filler *next;
	int role;
	uint32_t first, count;	       /* where it stands */
	const struct mention *mention; /* NULL when no recogniser knows it */
	const char *term;	       /* of terms and booleans */
	uint32_t entity;	       /* of names: its number in the resolver; else 0 */
};

enum { DRAFT_MAX_EVIDENCE = 4 };

struct draft {
	const struct rule *rule;
	uint32_t sentence;
	uint32_t first, end; /* characters of the match */
	int score;
	enum modality modality;
	double confidence;
	struct filler *fillers;
	uint32_t evidence[DRAFT_MAX_EVIDENCE]; /* sentences */
	size_t n_evidence;
	bool dropped;
};

struct drafts {
	struct draft *items;
	size_t n, cap;
};

struct draft *drafts_add(struct arena *a, struct drafts *all, const struct draft *d);

/* The first filler of a role, or NULL. */
const struct filler *draft_filler(const struct draft *d, int role);

/* Adds a copy of `filler` behind the others. */
void draft_add(struct arena *a, struct draft *d, const struct filler *filler);

/* Roles that are filled, as bits. */
uint32_t draft_roles(const struct draft *d);

void draft_add_evidence(struct draft *d, uint32_t sentence);
