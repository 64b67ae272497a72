#include "workers/clean/page.h"

#include <strings.h>

#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/fold.h"

struct builder {
	struct page *page;
	struct folder fold;
	struct passage now;
	size_t cap;
	unsigned indent; /* ideographic blanks in a row */
};

static bool hidden(const struct node *n)
{
	const char *style = node_attr(n, ATTR_STYLE);

	for (size_t i = 0; i < n->n_attrs; i++)
		if (n->attrs[i].id == ATTR_HIDDEN)
			return true;
	if (!*style)
		return false;
	for (const char *s = strcasestr(style, "display"); s;
	     s = strcasestr(s + 1, "display")) {
		const char *value = s + strlen("display");

		value += strspn(value, " :");
		if (strncasecmp(value, "none", 4) == 0)
			return true;
	}
	return strcasestr(style, "visibility:hidden") != NULL;
}

static unsigned find_hints(struct page *p, const struct node *n,
			   const struct hints *hints)
{
	const char *class = node_attr(n, ATTR_CLASS), *id = node_attr(n, ATTR_ID);

	return (*class ? hints_find(hints, class) : 0) |
	       (*id ? hints_find(hints, id) : 0);
}

static void view_node(struct page *p, size_t i, const struct hints *hints)
{
	const struct node *n = &p->tree->nodes[i];
	const struct node_view *parent = &p->views[n->parent];
	struct node_view *v = &p->views[i];
	unsigned flags = tag_flags(n->tag);

	if (n->n_attrs)
		v->hints = find_hints(p, n, hints);
	v->block = flags & TAG_IS_BLOCK ? (uint32_t)i : parent->block;
	v->dead = parent->dead || flags & TAG_IS_MUTE || n->tag == TAG_head ||
		  n->tag == TAG_title || v->hints & HINT_HIDDEN ||
		  (n->n_attrs && n->tag != TAG_body && hidden(n));
	v->link = parent->link || (n->tag == TAG_a && *node_attr(n, ATTR_HREF));
}

static void end_passage(struct builder *b)
{
	struct page *p = b->page;

	b->now.text = fold_piece(&b->fold);
	if (b->now.text.len) {
		if (p->n_passages == b->cap) {
			size_t cap = b->cap ? b->cap * 2 : 256;

			p->passages = arena_grow(p->arena, p->passages,
						 b->cap * sizeof(*p->passages),
						 cap * sizeof(*p->passages));
			b->cap = cap;
		}
		p->passages[p->n_passages++] = b->now;
	}
	fold_begin(&b->fold);
	b->now = (struct passage){ .node = b->now.node };
	b->indent = 0;
}

static void count_char(struct passage *now, uint32_t c, bool link)
{
	unsigned weight = char_weight(c);

	now->weight += weight;
	now->link_weight += link ? weight : 0;
	now->clauses += char_is_clause(c);
	now->sentences += char_ends_sentence(c);
}

static void add_text(struct builder *b, struct span s, bool link, bool preformatted)
{
	uint32_t c;
	size_t n;

	for (; s.len; s = span_from(s, n)) {
		n = utf8_decode(s.at, s.len, &c);
		if (!n) {
			n = 1;
			continue;
		}
		if (c == 0x3000 && ++b->indent == 2)
			end_passage(b);
		if (preformatted && c == '\n')
			fold_line(&b->fold);
		if (!fold_char(&b->fold, c))
			continue;
		count_char(&b->now, c, link);
		b->indent = 0;
	}
}

/* One break ends a line, two end a passage. */
static void add_break(struct builder *b)
{
	if (b->fold.line)
		end_passage(b);
	else
		fold_line(&b->fold);
}

static void add_node(struct builder *b, size_t i)
{
	const struct node *n = &b->page->tree->nodes[i];
	const struct node_view *v = &b->page->views[i];

	if (tag_flags(n->tag) & TAG_IS_BLOCK || v->block != b->now.node) {
		end_passage(b);
		b->now.node = v->block;
	}
	if (v->dead)
		return;
	if (n->tag == TAG_br)
		add_break(b);
	else if (n->tag == TAG_text)
		add_text(b, n->text, v->link,
			 b->page->tree->nodes[v->block].tag == TAG_pre);
}

static void weigh_prose(struct page *p)
{
	for (size_t k = 0; k < p->n_passages; k++)
		p->views[p->passages[k].node].prose +=
			p->passages[k].weight - p->passages[k].link_weight;
	for (size_t i = p->tree->n; i-- > 1;)
		p->views[p->tree->nodes[i].parent].prose += p->views[i].prose;
}

void page_build(struct page *ret, struct arena *a, const struct tree *tree,
		const struct hints *hints)
{
	struct builder b = { .page = ret };
	size_t bytes = 16;

	*ret = (struct page){ .arena = a, .tree = tree };
	ret->views = arena_alloc(a, tree->n * sizeof(*ret->views));
	for (size_t i = 0; i < tree->n; i++) {
		view_node(ret, i, hints);
		bytes += tree->nodes[i].text.len * FOLD_GROWS + 1;
	}
	b.fold.out = arena_alloc(a, bytes);
	for (size_t i = 0; i < tree->n; i++)
		add_node(&b, i);
	end_passage(&b);
	weigh_prose(ret);
}
