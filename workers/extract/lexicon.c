#include "workers/extract/lexicon.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/log.h"
#include "protocol/base/utf8.h"
#include "workers/extract/chars.h"
#include "workers/extract/lexicon_read.h"
#include "workers/extract/trie.h"

enum { NO_NAME = UINT32_MAX };

struct lexicon {
	struct lexicon_names names;
	struct trie *trie; /* folded names -> the first of names.items spelt so */
};

static bool same_codes(const struct trie_key *a, const struct trie_key *b)
{
	return a->n == b->n && memcmp(a->codes, b->codes, a->n * sizeof(*a->codes)) == 0;
}

static int by_codes(const void *a, const void *b)
{
	const struct trie_key *x = a, *y = b;

	for (uint32_t i = 0; i < x->n && i < y->n; i++)
		if (x->codes[i] != y->codes[i])
			return x->codes[i] < y->codes[i] ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* Names that are spelt alike become a chain; only its head goes into the trie. */
static size_t chain(struct lexicon_names *names, struct trie_key *keys, size_t n)
{
	size_t kept = 0;

	qsort(keys, n, sizeof(*keys), by_codes);
	for (size_t i = 0, j; i < n; i = j) {
		uint32_t last = keys[i].value;

		for (j = i + 1; j < n && same_codes(&keys[i], &keys[j]); j++) {
			names->items[last].next = keys[j].value;
			last = keys[j].value;
		}
		keys[kept++] = keys[i];
	}
	return kept;
}

static int build(struct lexicon *l)
{
	NW_CLEANUP(nw_freep) struct trie_key *keys = NULL;
	size_t n = l->names.n;

	keys = calloc(n ? n : 1, sizeof(*keys));
	if (!keys)
		return nw_fault(-ENOMEM, "lexicon: keys");
	for (size_t i = 0; i < n; i++)
		keys[i] = (struct trie_key){ l->names.codes + l->names.items[i].codes,
					     l->names.items[i].n, (uint32_t)i };
	n = chain(&l->names, keys, n);
	return trie_build(&l->trie, keys, n);
}

int lexicon_open(struct lexicon **ret, const char *const *dirs, struct yaml_error *error)
{
	NW_CLEANUP(lexicon_closep) struct lexicon *l = NULL;
	int r = 0;

	l = calloc(1, sizeof(*l));
	if (!l)
		return nw_fault(-ENOMEM, "lexicon: allocate");
	for (size_t i = 0; dirs[i] && r == 0; i++)
		r = lexicon_read_dir(&l->names, dirs[i], error);
	if (r == 0)
		r = build(l);
	if (r < 0)
		return r;

	*ret = nw_take(l);
	return 0;
}

/* Whether a Latin name would begin or end within a word: "Arm" in "army", "GPT-4" in
 * "GPT-4.5". */
static bool cuts_word(const struct text *t, uint32_t at, uint32_t count)
{
	const struct text_char *first = t->chars + at, *last = first + count - 1;
	uint32_t next = last[1].code;

	if (at > 0 && char_is_word(first->code) && char_is_word(first[-1].code))
		return true;
	if (!char_is_word(last->code))
		return false;
	if (char_is_word(next))
		return true;
	return char_is_digit(last->code) && next == '.' && char_is_digit(last[2].code);
}

/* Whether the letters of a name whose case matters have it. */
static bool is_spelt_so(const struct lexicon *l, const struct lexicon_name *name,
			const struct text *t, uint32_t at)
{
	const uint32_t *folded = l->names.codes + name->codes, *raw = folded + name->n;

	for (uint32_t i = 0; name->case_matters && i < name->n; i++)
		if (char_is_latin(folded[i]) && raw[i] != t->chars[at + i].raw)
			return false;
	return true;
}

/* Takes the match up, in place of a shorter one of its class. */
static size_t take(struct lexicon_match *found, size_t n, struct lexicon_match m)
{
	for (size_t i = 0; i < n; i++)
		if (found[i].entry->class == m.entry->class) {
			found[i] = m;
			return n;
		}
	if (n < LEXICON_MAX_MATCHES)
		found[n++] = m;
	return n;
}

size_t lexicon_find(const struct lexicon *l, const struct text *t, uint32_t at,
		    uint32_t end, struct lexicon_match ret[LEXICON_MAX_MATCHES])
{
	int32_t node = TRIE_ROOT;
	size_t n = 0;

	for (uint32_t i = at; i < end; i++) {
		int32_t value;

		node = trie_step(l->trie, node, t->chars[i].code);
		if (node == TRIE_NONE)
			break;
		value = trie_value(l->trie, node);
		if (value == TRIE_NONE || cuts_word(t, at, i + 1 - at))
			continue;
		for (uint32_t k = (uint32_t)value; k != NO_NAME;
		     k = l->names.items[k].next) {
			const struct lexicon_name *name = &l->names.items[k];

			if (is_spelt_so(l, name, t, at))
				n = take(ret, n,
					 (struct lexicon_match){
						 &l->names.entries[name->entry],
						 i + 1 - at });
		}
	}
	return n;
}

const struct lexicon_entry *lexicon_get(const struct lexicon *l, enum mention_class class,
					const char *name)
{
	int32_t node = TRIE_ROOT, value;
	size_t len = strlen(name);

	for (size_t i = 0, n; i < len && node != TRIE_NONE; i += n) {
		uint32_t code;

		n = utf8_decode(name + i, len - i, &code);
		if (n == 0)
			return NULL;
		node = trie_step(l->trie, node, fold_code(code));
	}
	value = node == TRIE_NONE ? TRIE_NONE : trie_value(l->trie, node);
	for (uint32_t k = value == TRIE_NONE ? NO_NAME : (uint32_t)value; k != NO_NAME;
	     k = l->names.items[k].next) {
		const struct lexicon_entry *e =
			&l->names.entries[l->names.items[k].entry];

		if (e->class == class)
			return e;
	}
	return NULL;
}

size_t lexicon_size(const struct lexicon *l)
{
	return l->names.n_entries;
}

struct lexicon *lexicon_close(struct lexicon *l)
{
	if (!l)
		return NULL;

	trie_free(l->trie);
	lexicon_names_free(&l->names);
	free(l);
	return NULL;
}
