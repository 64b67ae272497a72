/* Reading lexicon files into arrays; for lexicon.c alone. */
#pragma once

#include <stdbool.h>

#include "workers/extract/lexicon.h"

/* One way to write an entry. Its folded codes, and behind them the same as written, are
 * in lexicon_names.codes. */
struct lexicon_name {
	uint32_t entry; /* its number */
	uint32_t codes; /* where its codes begin */
	uint32_t n;	/* how many */
	uint32_t next;	/* another name spelt alike, UINT32_MAX: none */
	bool case_matters;
};

struct lexicon_names {
	struct lexicon_entry *entries;
	size_t n_entries, cap_entries;
	struct lexicon_name *items;
	size_t n, cap;
	uint32_t *codes;
	size_t n_codes, cap_codes;
	struct yaml **files; /* own the entries' strings */
	size_t n_files, cap_files;
};

/* Adds every *.yaml of `dir`, in the order of their names. A negative result has said
 * in `error` which file and line is at fault. */
int lexicon_read_dir(struct lexicon_names *l, const char *dir, struct yaml_error *error);

void lexicon_names_free(struct lexicon_names *l);
