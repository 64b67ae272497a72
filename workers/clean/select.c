#include "workers/clean/select.h"

#include <strings.h>

#include "workers/clean/score.h"

enum {
	ENOUGH = 1000,	   /* weight of an article; below, a looser look is taken */
	HARDLY_ANY = 60,   /* below, names are not believed at all */
	MAX_CAPTION = 800, /* weight of a picture's caption */
	LONG = 160,	   /* weight of a paragraph that is surely one */
	MIN_LINK = 40,	   /* weight of a link that may be a headline */
};

enum look { LOOK_STRICTLY, LOOK_LOOSELY, LOOK_EVERYWHERE };

static const unsigned distrusted[] = {
	[LOOK_STRICTLY] = HINT_UNLIKELY,
	[LOOK_LOOSELY] = HINT_CHROME,
	[LOOK_EVERYWHERE] = 0,
};

/* Elements whose role is to lead elsewhere. */
static bool leads_away(const struct node *n)
{
	static const char *const roles[] = { "menu",	      "menubar",     "navigation",
					     "alert",	      "alertdialog", "dialog",
					     "complementary", "search" };
	const char *role = node_attr(n, ATTR_ROLE);

	if (n->tag == TAG_nav || n->tag == TAG_footer || n->tag == TAG_aside)
		return true;
	for (size_t i = 0; *role && i < NW_ARRAY_LEN(roles); i++)
		if (strcasecmp(role, roles[i]) == 0)
			return true;
	return false;
}

/* Whether the names say that the article is elsewhere. Of what holds most of the page's
 * text they are believed only if that may be what readers wrote. */
static bool named_off(const struct page *p, size_t i, enum look how)
{
	unsigned hints = p->views[i].hints;

	if (!(hints & distrusted[how]) || hints & HINT_MAYBE)
		return false;
	return hints & HINT_TALK || p->views[i].prose * 2 < p->views[0].prose;
}

static bool never_off(enum tag t)
{
	return t == TAG_html || t == TAG_body || t == TAG_article || t == TAG_main ||
	       t == TAG_a || t == TAG_text;
}

/* Marks what is not looked at: the less strict, the fewer class names are believed. */
static void mark_off(struct score *s, enum look how)
{
	const struct page *p = s->page;

	for (size_t i = 0; i < p->tree->n; i++) {
		const struct node *n = &p->tree->nodes[i];
		bool off = p->views[i].dead || s->nodes[n->parent].off;

		if (!off && !never_off(n->tag)) {
			off = (how != LOOK_EVERYWHERE && leads_away(n)) ||
			      named_off(p, i, how);
		}
		s->nodes[i].off = off;
	}
}

static double link_density(const struct node_score *n)
{
	return n->weight ? (double)n->link_weight / n->weight : 1;
}

/* A paragraph, however it is marked up. */
static bool is_leaf(const struct score *s, size_t i)
{
	enum tag t = s->page->tree->nodes[i].tag;

	return t == TAG_p || t == TAG_blockquote ||
	       ((t == TAG_div || t == TAG_section) &&
		s->nodes[i].direct == s->nodes[i].weight);
}

/* Whether a sibling of the winner is part of the article. */
static bool belongs(const struct score *s, size_t i, bool same_class)
{
	const struct node_score *n = &s->nodes[i], *top = &s->nodes[s->top];
	double enough = top->score * 0.2 > 10 ? top->score * 0.2 : 10;
	double bonus = same_class ? top->score * 0.2 : 0;

	if (n->off || !n->weight)
		return false;
	if (n->score > 0 && n->score + bonus >= enough)
		return true;
	if (same_class && n->sentences > 2 && link_density(n) < 0.25)
		return true;
	if (!is_leaf(s, i))
		return false;
	return n->weight > LONG ? link_density(n) < 0.25
				: !n->link_weight && n->sentences;
}

static void take_siblings(struct score *s)
{
	const struct tree *t = s->page->tree;
	size_t parent = t->nodes[s->top].parent;
	const char *class = node_attr(&t->nodes[s->top], ATTR_CLASS);

	s->nodes[s->top].taken = true;
	for (size_t i = parent + 1; i < t->nodes[parent].end; i = t->nodes[i].end) {
		const char *own = node_attr(&t->nodes[i], ATTR_CLASS);

		if (belongs(s, i, *class && strcmp(class, own) == 0))
			s->nodes[i].taken = true;
	}
}

static bool is_container(enum tag t)
{
	return t == TAG_div || t == TAG_table || t == TAG_section || t == TAG_form ||
	       t == TAG_fieldset || t == TAG_header || t == TAG_dl || t == TAG_ul ||
	       t == TAG_ol;
}

/* A picture's text is about the picture. */
static bool is_caption(const struct score *s, size_t i)
{
	const struct node_score *v = &s->nodes[i];

	if (s->page->tree->nodes[i].tag == TAG_figcaption)
		return true;
	return s->page->views[i].hints & HINT_CAPTION && v->weight < MAX_CAPTION &&
	       v->paragraphs < 3;
}

/* Readability's judgement on a part of the article: lists of links, forms, widgets. */
static bool is_clutter(const struct score *s, size_t i)
{
	enum tag t = s->page->tree->nodes[i].tag;
	const struct node_score *v = &s->nodes[i];
	unsigned hints = s->page->views[i].hints;
	double links = link_density(v);
	int class = score_class(hints);
	bool list = t == TAG_ul || t == TAG_ol;

	if (!v->weight || v->weight * 2 > s->nodes[s->top].weight)
		return false;
	if (is_caption(s, i) || (hints & HINT_CHROME && !(hints & HINT_BODY)))
		return true;
	if (!is_container(t))
		return false;
	if (class < 0)
		return true;
	if (v->clauses >= 10)
		return false;
	if (v->inputs > v->paragraphs / 3 + 1)
		return true;
	return links > (list || class > 0 ? 0.5 : 0.2);
}

/* A paragraph that is one link leads to another article. */
static bool is_link_only(const struct passage *x)
{
	return x->weight > MIN_LINK && x->link_weight * 10 > x->weight * 9;
}

/* Text that stands beside the winner, in no element of its own. */
static bool is_beside(const struct score *s, const struct passage *x)
{
	const struct tree *t = s->page->tree;

	return s->top && x->node == t->nodes[s->top].parent && x->weight > LONG &&
	       x->link_weight * 4 < x->weight && !s->nodes[x->node].off;
}

static void take_passages(struct score *s)
{
	struct page *p = s->page;
	const struct tree *t = p->tree;

	for (size_t i = 1; i < t->n; i++) {
		struct node_score *n = &s->nodes[i],
				  *parent = &s->nodes[t->nodes[i].parent];

		n->dropped = parent->dropped;
		if (parent->taken && !n->taken)
			n->taken = true;
		if (n->taken && !n->dropped && t->nodes[i].tag != TAG_text && i != s->top)
			n->dropped = is_clutter(s, i);
	}
	for (size_t k = 0; k < p->n_passages; k++) {
		const struct node_score *n = &s->nodes[p->passages[k].node];

		p->passages[k].kept = (n->taken && !n->dropped && !n->off &&
				       !is_link_only(&p->passages[k])) ||
				      is_beside(s, &p->passages[k]);
	}
}

static size_t kept_weight(const struct page *p)
{
	size_t weight = 0;

	for (size_t k = 0; k < p->n_passages; k++)
		weight += p->passages[k].kept ? p->passages[k].weight : 0;
	return weight;
}

static size_t look(struct page *p, enum look how)
{
	struct score s = { .page = p };

	score_open(&s);
	mark_off(&s, how);
	score_run(&s);
	if (s.top)
		take_siblings(&s);
	take_passages(&s);
	return s.top;
}

/* No candidate: what reads like sentences. */
static void take_prose(struct page *p)
{
	for (size_t k = 0; k < p->n_passages; k++) {
		struct passage *x = &p->passages[k];

		x->kept = x->link_weight * 2 < x->weight &&
			  (x->weight > 100 || x->sentences);
	}
}

size_t select_passages(struct page *p)
{
	size_t top = look(p, LOOK_STRICTLY), strict_weight = kept_weight(p);

	if (strict_weight >= ENOUGH)
		return top;
	top = look(p, LOOK_LOOSELY);
	if (kept_weight(p) <= strict_weight + strict_weight / 4)
		top = look(p, LOOK_STRICTLY);
	if (kept_weight(p) < HARDLY_ANY)
		top = look(p, LOOK_EVERYWHERE);
	if (!kept_weight(p))
		take_prose(p);
	return top;
}
