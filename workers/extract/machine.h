/* Runs a pattern over a sentence: all its places in the program at once, one character
 * after the other (Pike's and Thompson's machine), so that the time is linear in the
 * sentence whatever the pattern. Of all ways to reach the same place only the best is
 * kept: most captured, known names before carved ones, fewest units in gaps, then the
 * one that began first. */
#pragma once

#include "workers/extract/machine_view.h"
#include "workers/extract/pattern.h"

/* What a step captured. */
struct capture {
	const struct capture *before; /* captured before this one */
	int role;
	uint32_t first, count;	       /* characters */
	const struct mention *mention; /* a known one, or NULL */
	const char *value;	       /* a word's value, or NULL */
	bool pronoun;		       /* it stands for a name */
	enum open_kind open;	       /* it was carved out as such */
};

struct match {
	uint32_t first, end; /* characters */
	int score;
	const struct capture *captures; /* the last one first */
};

struct matches {
	struct match *items;
	size_t n;
};

struct machine;

/* Lives in `a`, with what matches point to. */
struct machine *machine_new(struct arena *a, const struct view *view);

/* The best matches of `p` in a sentence that was prepared; they do not overlap. They
 * are valid until the next run; captures are as long as the machine. */
void machine_run(struct machine *m, const struct program *p, const struct sentence *s,
		 struct matches *ret);

/* How far the best try came, for `newswire explain`: the last character that fitted,
 * or 0. */
uint32_t machine_reach(const struct machine *m);
