#include "workers/clean/meta.h"

#include <strings.h>

#include "workers/clean/byline.h"
#include "workers/clean/date.h"
#include "workers/clean/fold.h"

enum { MAX_TITLE_BYTES = 1000 };

enum field { TITLE, DATE, SITE, ORIGINAL, AUTHOR, KIND, ADDRESS, GENERATOR, N_FIELDS };

static const struct {
	const char *name;
	enum field field;
	unsigned rank;
} known[] = {
#define META(name, field, rank) { name, field, rank },
#include "workers/clean/meta.def"
#undef META
};

/* The best content seen for each field. */
struct contents {
	const char *value[N_FIELDS];
	unsigned rank[N_FIELDS];
};

static void take(struct contents *c, const char *name, const char *content)
{
	for (size_t i = 0; *name && i < NW_ARRAY_LEN(known); i++) {
		enum field f = known[i].field;

		if (strcasecmp(name, known[i].name) != 0)
			continue;
		if (c->value[f] && c->rank[f] <= known[i].rank)
			return;
		c->value[f] = content;
		c->rank[f] = known[i].rank;
		return;
	}
}

static void read_link(const struct node *n, struct contents *c)
{
	if (strcasecmp(node_attr(n, ATTR_REL), "canonical") == 0 &&
	    *node_attr(n, ATTR_HREF))
		c->value[ADDRESS] = node_attr(n, ATTR_HREF);
}

static void read_node(const struct page *p, size_t i, struct contents *c,
		      struct page_meta *ret)
{
	const struct node *n = &p->tree->nodes[i];
	const char *content;

	switch (n->tag) {
	case TAG_meta:
		content = node_attr(n, ATTR_CONTENT);
		if (!content[strspn(content, " \n\t")])
			break;
		take(c, node_attr(n, ATTR_PROPERTY), content);
		take(c, node_attr(n, ATTR_NAME), content);
		take(c, node_attr(n, ATTR_ITEMPROP), content);
		break;
	case TAG_link:
		read_link(n, c);
		break;
	case TAG_html:
		if (!ret->lang && *node_attr(n, ATTR_LANG))
			ret->lang = node_attr(n, ATTR_LANG);
		break;
	case TAG_title:
		if (!ret->title)
			ret->title = fold_dup(p->arena, tree_text(p->tree, p->arena, i,
								  MAX_TITLE_BYTES));
		break;
	default:
		break;
	}
}

/* Content systems put a site's or a maker's name where the author's belongs. */
static bool is_no_person(const char *s)
{
	static const char *const marks[] = { "://", "www.", ".com", ".cn",  "网",
					     "網",  "集团", "公司", "admin" };

	for (size_t i = 0; i < NW_ARRAY_LEN(marks); i++)
		if (strstr(s, marks[i]))
			return true;
	return false;
}

static bool makes_forums(const char *generator)
{
	static const char *const makers[] = { "Discuz",	   "phpwind", "phpBB",
					      "vBulletin", "XenForo", "Discourse",
					      "vbulletin" };

	for (size_t i = 0; generator && i < NW_ARRAY_LEN(makers); i++)
		if (strstr(generator, makers[i]))
			return true;
	return false;
}

/* Of the web, whole, and nothing but an address. */
static bool is_address(const char *s)
{
	if (strncasecmp(s, "http://", 7) != 0 && strncasecmp(s, "https://", 8) != 0)
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return true;
}

void meta_read(const struct page *p, struct clean_article *article, struct page_meta *ret)
{
	struct contents c = { 0 };
	struct date d;

	*ret = (struct page_meta){ 0 };
	for (size_t i = 0; i < p->tree->n; i++)
		read_node(p, i, &c, ret);
	ret->is_article = c.value[KIND] && strcasecmp(c.value[KIND], "article") == 0;
	ret->is_forum = makes_forums(c.value[GENERATOR]);
	if (c.value[TITLE])
		ret->headline = fold_dup(p->arena, span_of(c.value[TITLE]));
	if (!article->source && c.value[SITE])
		article->source = fold_dup(p->arena, span_of(c.value[SITE]));
	if (!article->original_source && c.value[ORIGINAL])
		article->original_source = fold_dup(p->arena, span_of(c.value[ORIGINAL]));
	if (c.value[ADDRESS] && is_address(c.value[ADDRESS]))
		article->canonical_url = c.value[ADDRESS];
	if (!article->n_authors && c.value[AUTHOR] && !is_no_person(c.value[AUTHOR]))
		byline_add_authors(span_of(c.value[AUTHOR]), p->arena, article);
	if (!article->published && c.value[DATE] &&
	    date_find(span_of(c.value[DATE]), &d)) {
		article->published = date_format(&d, p->chinese, p->arena);
		article->published_basis = "page";
	}
}
