#include "workers/extract/rule_words.h"

#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/utf8.h"

/* A trie; its edges stand in one hash table keyed by node and character. */
struct edge {
	uint64_t key; /* node << 32 | character; 0: free */
	uint32_t to;
};

struct entry { /* a word that ends at a node */
	struct entry *next;
	uint16_t list;
	const char *value;
};

struct node {
	struct entry *entries;
};

struct words {
	struct arena *memory;
	struct edge *edges;
	uint32_t n_edges, cap_edges; /* a power of two */
	struct node *nodes;
	uint32_t n_nodes, cap_nodes;
	uint64_t begins[1024]; /* a filter: characters a word may begin with */
};

enum { ROOT = 1, MIN_EDGES = 1 << 12, MIN_NODES = 1 << 10, FILTER_BITS = 1 << 16 };

static uint64_t edge_key(uint32_t node, uint32_t code)
{
	return (uint64_t)node << 32 | code;
}

static uint32_t slot_of(uint64_t key, uint32_t cap)
{
	return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & (cap - 1);
}

static uint32_t follow(const struct words *w, uint32_t node, uint32_t code)
{
	uint64_t key = edge_key(node, code);
	uint32_t i = slot_of(key, w->cap_edges);

	while (w->edges[i].key != key) {
		if (!w->edges[i].key)
			return 0;
		i = (i + 1) & (w->cap_edges - 1);
	}
	return w->edges[i].to;
}

static void put_edge(struct words *w, uint64_t key, uint32_t to)
{
	uint32_t i = slot_of(key, w->cap_edges);

	while (w->edges[i].key)
		i = (i + 1) & (w->cap_edges - 1);
	w->edges[i] = (struct edge){ key, to };
}

static void grow_edges(struct words *w)
{
	struct edge *old = w->edges;
	uint32_t cap = w->cap_edges;

	w->cap_edges = cap * 2;
	w->edges = arena_alloc(w->memory, w->cap_edges * sizeof(*w->edges));
	for (uint32_t i = 0; i < cap; i++)
		if (old[i].key)
			put_edge(w, old[i].key, old[i].to);
}

static uint32_t add_node(struct words *w)
{
	if (w->n_nodes == w->cap_nodes) {
		w->nodes =
			arena_grow(w->memory, w->nodes, w->cap_nodes * sizeof(*w->nodes),
				   2 * w->cap_nodes * sizeof(*w->nodes));
		w->cap_nodes *= 2;
	}
	return w->n_nodes++;
}

static uint32_t follow_or_add(struct words *w, uint32_t node, uint32_t code)
{
	uint32_t to = follow(w, node, code);

	if (to)
		return to;
	if (2 * ++w->n_edges > w->cap_edges)
		grow_edges(w);
	to = add_node(w);
	put_edge(w, edge_key(node, code), to);
	return to;
}

struct words *words_new(struct arena *memory)
{
	struct words *w = arena_alloc(memory, sizeof(*w));

	*w = (struct words){ .memory = memory,
			     .cap_edges = MIN_EDGES,
			     .cap_nodes = MIN_NODES,
			     .n_nodes = ROOT + 1 };
	w->edges = arena_alloc(memory, MIN_EDGES * sizeof(*w->edges));
	w->nodes = arena_alloc(memory, MIN_NODES * sizeof(*w->nodes));
	return w;
}

static void note_begin(struct words *w, uint32_t code)
{
	w->begins[code % FILTER_BITS / 64] |= (uint64_t)1 << code % 64;
}

bool words_add(struct words *w, uint16_t list, const char *word, const char *value)
{
	size_t len = strlen(word), n;
	uint32_t node = ROOT, code;
	struct entry *e;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_decode(word + i, len - i, &code);
		if (n == 0)
			return false;
		code = fold_code(code);
		if (!code)
			continue;
		if (node == ROOT)
			note_begin(w, code);
		node = follow_or_add(w, node, code);
	}
	for (e = w->nodes[node].entries; e; e = e->next)
		if (e->list == list)
			return node != ROOT;
	e = arena_alloc(w->memory, sizeof(*e));
	*e = (struct entry){ w->nodes[node].entries, list, value };
	w->nodes[node].entries = e;
	return node != ROOT;
}

static bool is_alnum(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

/* A Latin word must not be a piece of a longer one. */
static bool cuts_word(const struct text *t, uint32_t to)
{
	return is_alnum(t->chars[to - 1].code) && is_alnum(t->chars[to].code);
}

static void add_hit(struct arena *a, struct word_hits *hits, uint32_t *cap,
		    struct word_hit hit)
{
	if (hits->n == *cap) {
		uint32_t grown = *cap ? *cap * 2 : 256;

		hits->items = arena_grow(a, hits->items, *cap * sizeof(*hits->items),
					 grown * sizeof(*hits->items));
		*cap = grown;
	}
	hits->items[hits->n++] = hit;
}

void words_find(const struct words *w, struct arena *a, const struct text *t,
		uint32_t first, uint32_t count, struct word_hits *ret)
{
	uint32_t cap = 0, end = first + count;

	*ret = (struct word_hits){ 0 };
	for (uint32_t i = first; i < end; i++) {
		uint32_t code = t->chars[i].code, node = ROOT;

		if (!(w->begins[code % FILTER_BITS / 64] >> code % 64 & 1))
			continue;
		if (i > first && is_alnum(code) && is_alnum(t->chars[i - 1].code))
			continue;
		for (uint32_t p = i; p < end && node; p++) {
			node = follow(w, node, t->chars[p].code);
			if (!node || !w->nodes[node].entries || cuts_word(t, p + 1))
				continue;
			for (struct entry *e = w->nodes[node].entries; e; e = e->next)
				add_hit(a, ret, &cap,
					(struct word_hit){ i, (uint16_t)(p + 1 - i),
							   e->list, e->value });
		}
	}
}
