/* Known names: companies, people, products, funds, exchanges, posts, places, from YAML
 * files in a folder. One entry a line:
 *
 *   - {name: 英伟达, also: [NVIDIA, 輝達], id: Q182477, class: ORG}
 *
 * `name` is the canonical name, `also` other ways to write it (folding makes scripts,
 * case and width one: they need not be listed). Names of Latin letters match whole
 * words only; `case: true` asks for the case as written ("Meta", "Arm"). The class
 * WORD is for ordinary words that hold a numeral or a name (一切, 联想到) and are
 * neither. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "protocol/base/yaml.h"
#include "workers/extract/mention_class.h"
#include "workers/extract/text.h"

struct lexicon;

enum { LEXICON_WORD = N_MENTION_CLASSES }; /* beside the classes of mentions */

struct lexicon_entry {
	const char *name; /* canonical */
	const char *id;	  /* NULL when it has none */
	uint32_t class;	  /* enum mention_class or LEXICON_WORD */
};

struct lexicon_match {
	const struct lexicon_entry *entry; /* belongs to the lexicon */
	uint32_t count;			   /* characters */
};

enum { LEXICON_MAX_MATCHES = 4 };

/* Reads every *.yaml of `dirs` (NULL ends them) in the order of their names. On 0 the
 * caller owns *ret; a negative result has said in `error` which line is at fault. */
int lexicon_open(struct lexicon **ret, const char *const *dirs, struct yaml_error *error);

/* The longest entry of each class that starts at character `at` and ends before
 * `end`. Returns how many there are. */
size_t lexicon_find(const struct lexicon *l, const struct text *t, uint32_t at,
		    uint32_t end, struct lexicon_match ret[LEXICON_MAX_MATCHES]);

/* The entry that `name` (any script, case, width) stands for, or NULL. */
const struct lexicon_entry *lexicon_get(const struct lexicon *l, enum mention_class class,
					const char *name);

size_t lexicon_size(const struct lexicon *l);

struct lexicon *lexicon_close(struct lexicon *l);
NW_DEFINE_CLEANUP(struct lexicon *, lexicon_close);
