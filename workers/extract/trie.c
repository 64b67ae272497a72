/* Each node owns a base: its child by symbol s is the cell base + s, if that cell says
 * that its parent is the node. Symbols number the code points in use, the frequent
 * ones first, which keeps families of children narrow and the array dense. */
#include "workers/extract/trie.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/log.h"

enum { N_CODES = 0x32000, MAX_PROBES = 64 };

struct cell {
	int32_t base, parent, value;
};

struct trie {
	uint32_t *symbols; /* by code point; 0: in no key */
	struct cell *cells;
	int32_t n_cells, first_free;
};

/* Keys [from, to) that are alike in their first `depth` codes. */
struct family {
	size_t from, to;
	uint32_t depth;
	int32_t node;
};

struct queue {
	struct family *items;
	size_t n, cap;
};

static int push(struct queue *q, struct family f)
{
	struct family *more;

	if (q->n == q->cap) {
		q->cap = q->cap ? q->cap * 2 : 256;
		more = realloc(q->items, q->cap * sizeof(*more));
		if (!more)
			return nw_fault(-ENOMEM, "trie: queue");
		q->items = more;
	}
	q->items[q->n++] = f;
	return 0;
}

/* Makes room for cell `at`. */
static int reserve(struct trie *t, int32_t at)
{
	int32_t n = t->n_cells ? t->n_cells : 1024;
	struct cell *more;

	while (n <= at)
		n *= 2;
	if (n == t->n_cells)
		return 0;
	more = realloc(t->cells, (size_t)n * sizeof(*more));
	if (!more)
		return nw_fault(-ENOMEM, "trie: cells");
	for (int32_t i = t->n_cells; i < n; i++)
		more[i] = (struct cell){ .base = 0,
					 .parent = TRIE_NONE,
					 .value = TRIE_NONE };
	t->cells = more;
	t->n_cells = n;
	return 0;
}

static uint32_t symbol_of(const struct trie *t, uint32_t code)
{
	return code < N_CODES ? t->symbols[code] : 0;
}

struct tally {
	uint32_t code, count;
};

static int by_count(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->code < y->code ? -1 : x->code > y->code;
}

/* Numbers the code points by how often they occur. */
static int number_symbols(struct trie *t, const struct trie_key *keys, size_t n)
{
	NW_CLEANUP(nw_freep) struct tally *tallies = NULL;
	uint32_t used = 0;

	t->symbols = calloc(N_CODES, sizeof(*t->symbols));
	tallies = calloc(N_CODES, sizeof(*tallies));
	if (!t->symbols || !tallies)
		return nw_fault(-ENOMEM, "trie: symbols");
	for (size_t k = 0; k < n; k++)
		for (uint32_t i = 0; i < keys[k].n; i++) {
			if (keys[k].codes[i] >= N_CODES)
				return nw_fault(-EINVAL, "trie: U+%X is out of its range",
						keys[k].codes[i]);
			t->symbols[keys[k].codes[i]]++;
		}
	for (uint32_t c = 0; c < N_CODES; c++)
		if (t->symbols[c])
			tallies[used++] = (struct tally){ c, t->symbols[c] };
	qsort(tallies, used, sizeof(*tallies), by_count);
	for (uint32_t i = 0; i < used; i++)
		t->symbols[tallies[i].code] = i + 1;
	return 0;
}

static int by_codes(const void *a, const void *b)
{
	const struct trie_key *x = a, *y = b;

	for (uint32_t i = 0; i < x->n && i < y->n; i++)
		if (x->codes[i] != y->codes[i])
			return x->codes[i] < y->codes[i] ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

/* The end of the keys in [from, f->to) that have the same code at the family's depth. */
static size_t same_code(const struct trie_key *keys, const struct family *f, size_t from)
{
	uint32_t code = keys[from].codes[f->depth];
	size_t to = from + 1;

	while (to < f->to && keys[to].codes[f->depth] == code)
		to++;
	return to;
}

/* Whether all children of the family fit over `base`. Sets *ret_last to the farthest. */
static int fits(struct trie *t, const struct trie_key *keys, const struct family *f,
		int32_t base)
{
	for (size_t k = f->from, next; k < f->to; k = next) {
		int32_t at = base + (int32_t)symbol_of(t, keys[k].codes[f->depth]);
		int r = reserve(t, at);

		if (r < 0)
			return r;
		if (t->cells[at].parent != TRIE_NONE)
			return 1;
		next = same_code(keys, f, k);
	}
	return 0;
}

/* Finds a base for the family's children. The hint moves on when the array's start is
 * crowded, so that building stays near linear. */
static int find_base(struct trie *t, const struct trie_key *keys, const struct family *f)
{
	int32_t symbol = (int32_t)symbol_of(t, keys[f->from].codes[f->depth]);
	int32_t at = t->first_free > symbol ? t->first_free : symbol + 1;
	unsigned probes = 0;
	int r;

	for (;; at++) {
		r = reserve(t, at);
		if (r < 0)
			return r;
		if (t->cells[at].parent != TRIE_NONE)
			continue;
		r = fits(t, keys, f, at - symbol);
		if (r <= 0)
			break;
		if (++probes == MAX_PROBES)
			t->first_free = at;
	}
	if (r == 0)
		t->cells[f->node].base = at - symbol;
	return r;
}

/* Places the children of a family and queues their own. */
static int place(struct trie *t, const struct trie_key *keys, struct family f,
		 struct queue *q)
{
	int r;

	while (f.from < f.to && keys[f.from].n == f.depth)
		t->cells[f.node].value = (int32_t)keys[f.from++].value;
	if (f.from == f.to)
		return 0;
	r = find_base(t, keys, &f);
	for (size_t k = f.from, next; r == 0 && k < f.to; k = next) {
		int32_t child = t->cells[f.node].base +
				(int32_t)symbol_of(t, keys[k].codes[f.depth]);

		next = same_code(keys, &f, k);
		t->cells[child].parent = f.node;
		r = push(q, (struct family){ k, next, f.depth + 1, child });
	}
	return r;
}

static int build(struct trie *t, struct trie_key *keys, size_t n)
{
	struct queue q = { 0 };
	int r;

	r = number_symbols(t, keys, n);
	if (r < 0)
		return r;
	r = reserve(t, 0);
	if (r < 0)
		return r;
	qsort(keys, n, sizeof(*keys), by_codes);
	t->cells[TRIE_ROOT].parent = TRIE_ROOT;
	t->first_free = 1;
	r = push(&q, (struct family){ 0, n, 0, TRIE_ROOT });
	for (size_t i = 0; r == 0 && i < q.n; i++)
		r = place(t, keys, q.items[i], &q);
	free(q.items);
	return r;
}

int trie_build(struct trie **ret, struct trie_key *keys, size_t n)
{
	NW_CLEANUP(trie_freep) struct trie *t = NULL;
	int r;

	t = calloc(1, sizeof(*t));
	if (!t)
		return nw_fault(-ENOMEM, "trie: allocate");
	r = build(t, keys, n);
	if (r < 0)
		return r;

	*ret = nw_take(t);
	return 0;
}

int32_t trie_step(const struct trie *t, int32_t node, uint32_t code)
{
	uint32_t symbol = symbol_of(t, code);
	int32_t at;

	if (!symbol)
		return TRIE_NONE;
	at = t->cells[node].base + (int32_t)symbol;
	return at < t->n_cells && at > 0 && t->cells[at].parent == node ? at : TRIE_NONE;
}

int32_t trie_value(const struct trie *t, int32_t node)
{
	return t->cells[node].value;
}

struct trie *trie_free(struct trie *t)
{
	if (!t)
		return NULL;

	free(t->symbols);
	free(t->cells);
	free(t);
	return NULL;
}
