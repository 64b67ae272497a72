/* Extraction: from a cleaned article to the events it states, by rules that are data. */
#pragma once

#include "protocol/base/buf.h"
#include "protocol/base/yaml.h"
#include "workers/arena.h"
#include "workers/document.h"

/* Catalogue, lexicon and compiled rules. Nothing in it changes after it was opened. */
struct extractor;

enum { EXTRACTOR_MAX_DIRS = 4 };

/* Folders of *.yaml files, read in the order of their names. Unused places are NULL;
 * a later folder adds to the earlier ones. */
struct extractor_options {
	const char *types_dir;
	const char *rules_dirs[EXTRACTOR_MAX_DIRS];
	const char *lexicon_dirs[EXTRACTOR_MAX_DIRS];
};

/* Reads and compiles everything, so that afterwards no file is opened. On 0 the caller
 * owns *ret; a negative result has said in `error` which file and line is at fault. */
int extractor_open(struct extractor **ret, const struct extractor_options *options,
		   struct yaml_error *error);

/* "sha256:…" over all files read; belongs to the extractor. */
const char *extractor_fingerprint(const struct extractor *x);

struct extracted_event {
	const char *type; /* "funding" */
	const char *id;	  /* 32 hex digits; the same as long as the identity roles are */
	const char *key;  /* 32 hex digits; groups reports of one happening */
	const char *content; /* 32 hex digits over all that it says; not over where it
			      * stands or how sure it is */
	const char *subject; /* the first key role's name, NULL when it has none */
	const char **names;  /* folded and canonical names of all entities in it */
	size_t n_names;
	const char
		*data; /* the `data` object without "rev" and "supersedes": {"type":… */
	size_t data_len;
};

struct extracted {
	struct extracted_event *events;
	size_t n;
};

/* Extracts what `doc` states. What *ret points to lives in `a`. Any text is fine;
 * time and memory are linear in it. */
int extractor_run(const struct extractor *x, struct arena *a,
		  const struct raw_article *raw, const struct clean_article *doc,
		  struct extracted *ret);

/* For people: sentence by sentence what was found, which rules fired, what came of it,
 * and where the nearest rule stopped when a sentence has a trigger and no event. */
int extractor_explain(const struct extractor *x, struct arena *a,
		      const struct raw_article *raw, const struct clean_article *doc,
		      struct buf *out);

/* For tools: one line {"id", "mentions": […], "rules": [{"rule", "text"}]}. */
int extractor_explain_json(const struct extractor *x, struct arena *a,
			   const struct raw_article *raw, const struct clean_article *doc,
			   struct buf *out);

/* Runs the examples of every rule; a line "file:line: …" in `report` for each that does
 * not hold. Returns how many, or a fault. */
int extractor_check(const struct extractor *x, struct buf *report);

struct extractor *extractor_close(struct extractor *x);
NW_DEFINE_CLEANUP(struct extractor *, extractor_close);
