#include "workers/clean/score.h"

enum {
	SHORTEST = 50, /* weight of a passage that counts */
	LEVELS = 5,    /* ancestors that a passage's score goes to */
	N_BEST = 5,
};

void score_open(struct score *s)
{
	s->nodes = arena_alloc(s->page->arena, s->page->tree->n * sizeof(*s->nodes));
}

int score_class(unsigned hints)
{
	int score = 0;

	if (hints & HINT_BAD)
		score -= 25;
	if (hints & HINT_GOOD)
		score += 25;
	return score;
}

static double first_score(const struct score *s, size_t i)
{
	enum tag t = s->page->tree->nodes[i].tag;
	double score = score_class(s->page->views[i].hints);

	if (t == TAG_div || t == TAG_article || t == TAG_main)
		score += 5;
	else if (t == TAG_pre || t == TAG_td || t == TAG_blockquote)
		score += 3;
	else if (t == TAG_ol || t == TAG_ul || t == TAG_dl || t == TAG_dd ||
		 t == TAG_dt || t == TAG_li || t == TAG_form || t == TAG_address)
		score -= 3;
	else if (tag_is_heading(t) || t == TAG_th)
		score -= 5;
	return score;
}

static void give(struct score *s, size_t i, double points)
{
	s->nodes[i].candidate = true;
	s->nodes[i].score += points;
}

/* The passage's points go up the tree, less with every level. */
static void spread(struct score *s, const struct passage *x)
{
	const struct tree *t = s->page->tree;
	double length = x->weight / 200.0;
	double points = 1 + x->clauses + (length < 3 ? length : 3);
	size_t i = x->node;

	if (tag_flags(t->nodes[i].tag) & TAG_IS_INSIDE)
		i = t->nodes[i].parent;
	for (unsigned level = 0; level < LEVELS && i; level++) {
		unsigned divider = level == 0 ? 1 : level == 1 ? 2 : level * 3;

		give(s, i, points / divider);
		i = t->nodes[i].parent;
	}
}

static void add(struct node_score *to, const struct node_score *from)
{
	to->weight += from->weight;
	to->link_weight += from->link_weight;
	to->clauses += from->clauses;
	to->sentences += from->sentences;
	to->paragraphs += from->paragraphs;
	to->images += from->images;
	to->items += from->items;
	to->inputs += from->inputs;
}

static void count(struct score *s)
{
	const struct page *p = s->page;

	for (size_t k = 0; k < p->n_passages; k++) {
		const struct passage *x = &p->passages[k];
		struct node_score *n = &s->nodes[x->node];

		if (n->off)
			continue;
		n->weight += x->weight;
		n->direct += x->weight;
		n->link_weight += x->link_weight;
		n->clauses += x->clauses;
		n->sentences += x->sentences;
	}
	for (size_t i = p->tree->n; i-- > 1;) {
		enum tag t = p->tree->nodes[i].tag;
		struct node_score *n = &s->nodes[i];

		n->paragraphs += t == TAG_p;
		n->images += t == TAG_img;
		n->items += t == TAG_li;
		n->inputs += t == TAG_input;
		add(&s->nodes[p->tree->nodes[i].parent], n);
	}
	s->total = s->nodes[0].weight;
}

/* Names count for no more than the text does, and links against it. */
static void finish(struct score *s)
{
	for (size_t i = 0; i < s->page->tree->n; i++) {
		struct node_score *n = &s->nodes[i];
		double names;

		if (!n->candidate || !n->weight)
			continue;
		names = first_score(s, i);
		n->score += names < n->score ? names : n->score;
		n->score *= 1 - (double)n->link_weight / n->weight;
	}
}

/* The best candidates, the very best first; 0 where there are fewer. */
static void find_best(const struct score *s, size_t best[N_BEST])
{
	for (size_t i = 1; i < s->page->tree->n; i++) {
		size_t at = N_BEST;

		if (!s->nodes[i].candidate || s->nodes[i].off)
			continue;
		while (at > 0 && (!best[at - 1] ||
				  s->nodes[i].score > s->nodes[best[at - 1]].score))
			at--;
		for (size_t k = N_BEST - 1; at < N_BEST && k > at; k--)
			best[k] = best[k - 1];
		if (at < N_BEST)
			best[at] = i;
	}
}

/* Several good candidates below one node make that node the better one. */
static size_t common_ancestor(const struct score *s, const size_t best[N_BEST])
{
	const struct tree *t = s->page->tree;
	size_t up = t->nodes[best[0]].parent;

	for (; up && t->nodes[up].tag != TAG_body; up = t->nodes[up].parent) {
		unsigned inside = 0;

		for (size_t k = 1; k < N_BEST; k++)
			inside +=
				best[k] >= up && best[k] < t->nodes[up].end &&
				s->nodes[best[k]].score >= s->nodes[best[0]].score * 0.75;
		if (inside >= 3)
			return up;
	}
	return best[0];
}

/* Goes up while the parents are better, or hold nothing else. */
static size_t climb(const struct score *s, size_t top)
{
	const struct tree *t = s->page->tree;
	double last = s->nodes[top].score, least = last / 3;
	size_t up = t->nodes[top].parent;

	for (; up && t->nodes[up].tag != TAG_body; up = t->nodes[up].parent) {
		if (!s->nodes[up].candidate)
			continue;
		if (s->nodes[up].score < least)
			break;
		if (s->nodes[up].score > last)
			return up;
		last = s->nodes[up].score;
	}
	up = t->nodes[top].parent;
	while (up && t->nodes[up].tag != TAG_body &&
	       s->nodes[up].weight == s->nodes[top].weight) {
		top = up;
		up = t->nodes[up].parent;
	}
	return top;
}

void score_run(struct score *s)
{
	const struct page *p = s->page;
	size_t best[N_BEST] = { 0 };

	count(s);
	for (size_t k = 0; k < p->n_passages; k++)
		if (!s->nodes[p->passages[k].node].off &&
		    p->passages[k].weight >= SHORTEST)
			spread(s, &p->passages[k]);
	finish(s);
	find_best(s, best);
	if (!best[0])
		return;
	s->top = climb(s, common_ancestor(s, best));
	if (!s->nodes[s->top].candidate)
		s->nodes[s->top].score = s->nodes[best[0]].score;
}
